# SPDX-License-Identifier: MIT
"""A disk that is full, or that fails at some call on what is kept: the verdict of a fresh run, one warning, and no harm to the next."""
import contextlib
import os
import random
import re
import shutil
import subprocess


from provoke import (HERE, LONG, SHARED, SHARING, Tiny, expect, expect_as_fresh, expect_equal, expect_nothing_left, injecting,
                     need_strace)

READS = ["openat", "read", "pread64", "newfstatat", "fstat", "access", "getdents64"]
WRITES = ["openat", "write", "pwrite64", "rename", "ftruncate", "fsync", "fdatasync", "close", "unlink", "mkdir", "utimensat"]
LOCKS = ["flock", "fcntl"]
# What NFS says where its server restarted, or knows no locks, is among them.
ERRORS = {"EIO": READS + WRITES, "ENOSPC": WRITES, "EDQUOT": WRITES, "ESTALE": READS + WRITES, "ENOLCK": LOCKS, "EROFS": WRITES}
PLACES = {"cold": 1, "edited": 3, "no-op": 2}  # of each error, unless all are tried

tree = Tiny()


@contextlib.contextmanager
def small_disk(place, size):
    """A file system of that size at the place."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def may_mount():
    """May we?"""
    try:
        with small_disk(HERE / "mountable", "64k"):
            return True
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False


def fill_up(place, left):
    """Leave so many bytes of the file system at the place."""
    (place / "filler").unlink(missing_ok=True)
    room = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    with open(place / "filler", "wb") as file:
        file.write(bytes(max(0, room - left)))


def full(place, environment):
    """Runs with less and less room; with room, all is kept again."""
    for generation, left in enumerate((0, 4 << 10, 16 << 10, 48 << 10, 96 << 10, 160 << 10, 0)):
        fill_up(place, left)
        for number in range(2):
            tree.write("pkg/edited.py", f"B = {generation} {'SEEK' if number else ''}\n")
            tree.write(f"many/more{generation}.py", "# SEEK\n" * 20)
            expect_as_fresh(tree.seek(environment=environment), tree.seek_fresh(), f"a run with {left} bytes left at {place.name}")
            expect_nothing_left(place, f"a run with {left} bytes left")
    (place / "filler").unlink()
    for _ in range(2):
        run = tree.seek(environment=environment)
    expect_as_fresh(run, tree.seek_fresh(), "room was made", warnings=0)
    expect_equal(run.summary["run"], 0, "linters run where there is room again")


def full_disks():
    """The state, the shared results and both on a disk that is full."""
    for place, environment in ((tree.state, {}), (tree.state, SHARING), (SHARED, SHARING)):
        shutil.rmtree(tree.state, ignore_errors=True)
        shutil.rmtree(SHARED, ignore_errors=True)
        with small_disk(place, "1m"):
            full(place, environment)
    shutil.rmtree(tree.path("many"))


def calls_on_what_is_kept(environment):
    """(call, n) of the driver's main thread that are about our files, by call."""
    trace = HERE / "trace"
    every = sorted({call for calls in ERRORS.values() for call in calls})
    subprocess.run(["strace", "-y", "-qq", "-s", "512", "-e", "trace=" + ",".join(every), "-e", "signal=none", "-o", str(trace),
                    *tree.command()], capture_output=True, check=False, timeout=60, env={**os.environ, **environment})
    seen, ours = {}, {}
    for line in trace.read_text(errors="replace").splitlines():
        call = re.match(r"\w+", line)
        if not call:
            continue
        seen[call[0]] = seen.get(call[0], 0) + 1
        if str(tree.state) in line or str(SHARED) in line:
            ours.setdefault(call[0], []).append((seen[call[0]], line))
    return ours


def begin(kind, environment):
    """Make what the run of this kind finds."""
    for place in (tree.state, SHARED):
        shutil.rmtree(place, ignore_errors=True)
    tree.write("pkg/edited.py", "B = 1\n")
    if kind != "cold":
        tree.seek(environment=environment)
        tree.seek(environment=environment)
    if kind == "edited":
        tree.write("pkg/edited.py", "# SEEK\n")
    tree.keep()


def failing_disk(kind, environment):
    """One call after the other fails; the number of failures that were tried."""
    begin(kind, environment)
    ours = calls_on_what_is_kept(environment)
    tried = 0
    for error, calls in ERRORS.items():
        candidates = [(call, number, line) for call in calls for number, line in ours.get(call, [])]
        if not LONG:
            candidates = random.Random(kind + error).sample(candidates, min(PLACES[kind], len(candidates)))
        for call, number, line in candidates:
            after = f"{error} from call {number} of {call} in a {kind} run, {line}"
            tree.restore()
            prefix = injecting(call, f"error={error}", number, follow=False)
            expect_as_fresh(tree.seek(environment=environment, prefix=prefix), tree.seek_fresh(), after)
            expect_as_fresh(tree.seek(environment=environment), tree.seek_fresh(), "the run after " + after)
            last = tree.seek(environment=environment)
            expect_as_fresh(last, tree.seek_fresh(), "the second run after " + after, warnings=0)
            expect_equal(last.summary["run"], 0, "linters run in the second run after " + after)
            tried += 1
    return tried


if may_mount():
    full_disks()
else:
    print("without the part about full disks: no right to mount a small one")
need_strace()
for settings in ({"LINTCACHE_MAX_SIZE": "0"}, SHARING):
    for run_kind in ("cold", "edited", "no-op"):
        print(f"{run_kind}: {failing_disk(run_kind, settings)} failures")
