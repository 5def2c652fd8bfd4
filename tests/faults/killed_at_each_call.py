# SPDX-License-Identifier: MIT
"""Killed at each system call that writes, a run leaves a state with which the next one is right, and the one after it has nothing to do."""
import os
import shutil
import subprocess

from provoke import SHARED, SHARING, Tiny, calls_of, expect, expect_as_fresh, expect_equal, injecting, need_strace, places

CALLS = ["openat", "write", "pwrite64", "rename", "ftruncate", "unlink", "fsync", "fdatasync", "mkdir", "flock", "fcntl", "utimensat"]
need_strace()
tree = Tiny()


def begin(kind):
    """Make what the run of this kind finds."""
    for place in (tree.state, SHARED):
        shutil.rmtree(place, ignore_errors=True)
    tree.write("pkg/edited.py", "B = 1\n")
    tree.write("data.txt", "")
    tree.remove("data.txt")
    if kind != "cold":
        tree.seek(environment=environment)
        tree.seek(environment=environment)
    if kind == "edited":
        tree.write("pkg/edited.py", "# SEEK\n")
    elif kind == "no longer remembered":
        # Each task is found again, one by one.
        tree.write("data.txt", kind)
    tree.keep()


def kill_at(call, number, kind):
    """One round: the run that is killed, the next, and the one after it."""
    tree.restore()
    killed = subprocess.run([*injecting(call, "signal=KILL", number), *tree.command()], capture_output=True, check=False,
                            timeout=60, env={**os.environ, **environment})
    after = f"a kill at {call} number {number} of a {kind} run"
    expect_as_fresh(tree.seek(environment=environment), tree.seek_fresh(), after, warnings=0)
    again = tree.seek(environment=environment)
    expect_as_fresh(again, tree.seek_fresh(), after, warnings=0)
    expect_equal(again.summary["run"], 0, f"linters run in the second run after {after}")
    return killed.returncode


for environment in ({"LINTCACHE_MAX_SIZE": "0"}, SHARING):
    for kind in ("cold", "edited", "no longer remembered", "no-op"):
        begin(kind)
        most = calls_of(tree.command(), CALLS, environment)
        tree.restore()
        statuses = [kill_at(call, number, kind) for call, number in places(most, 10, kind)]
        expect(-9 in statuses, f"no {kind} run was killed", statuses)
        print(f"{kind}: {sum(most.values())} places, {len(statuses)} tried, {statuses.count(-9)} killed")
