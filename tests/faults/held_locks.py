# SPDX-License-Identifier: MIT
"""Who holds a lock is stopped, killed or slow: whoever waits says so, goes on as soon as may be, and is right."""
import os
import signal
import sqlite3
import subprocess
import time

from provoke import HERE, SEEK, SHARED, SHARING, Tiny, expect, expect_as_fresh, expect_equal

tree = Tiny()
ENVIRONMENT = {**os.environ, **SHARING}


def wait_for(condition, what, seconds=20):
    """Wait until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, f"waited too long for {what}")
        time.sleep(0.02)


def start(log):
    """Start a run; what it says goes into a file."""
    with open(HERE / log, "wb") as err:
        return subprocess.Popen(tree.command(), stdout=subprocess.DEVNULL, stderr=err, env=ENVIRONMENT, stdin=subprocess.DEVNULL)


def expect_findings(log, after):
    """The findings of a fresh run."""
    lines = (HERE / log).read_bytes().splitlines()
    expect_equal([line for line in lines if b"waiting" not in line], tree.seek_fresh().findings, f"what is said {after}")


fresh = tree.seek_fresh()
# A linter that waits for us, so that its driver holds the lock.
tree.write("bin/seek", SEEK.replace("#!/bin/sh\n", f"#!/bin/sh\nwhile [ -e {HERE}/wait ]; do touch {HERE}/waits; sleep 0.05; done\n"))
for ending in ("goes on", "is killed"):
    for file in (tree.state / "state.sqlite", SHARED / "results-1.sqlite"):
        file.unlink(missing_ok=True)
    (HERE / "wait").touch()
    first = start("first")
    wait_for((HERE / "waits").exists, "the first run")
    first.send_signal(signal.SIGSTOP)
    second = start("second")
    wait_for(lambda: b"waiting for another run" in (HERE / "second").read_bytes(), "the message", 5)
    expect(f"(process {first.pid})".encode() in (HERE / "second").read_bytes(), "it is not told who holds the lock", (HERE / "second").read_bytes())
    time.sleep(0.5)
    expect(second.poll() is None, "the second run did not wait for the one that is stopped")
    (HERE / "wait").unlink()
    if ending == "is killed":
        first.kill()
    first.send_signal(signal.SIGCONT)
    expect_equal(second.wait(20), 1, f"exit status of the second, where the first {ending}")
    expect_equal(first.wait(20), -9 if ending == "is killed" else 1, "exit status of the first")
    expect_findings("second", f"where the first {ending}")
    (HERE / "waits").unlink()

# Somebody reads or writes the databases for a long time, and is stopped at it.
tree.write("bin/seek", SEEK)
for file in (tree.state / "state.sqlite", SHARED / "results-1.sqlite"):
    for how in ("EXCLUSIVE", "IMMEDIATE", "read"):
        tree.seek(environment=SHARING)
        tree.write("pkg/edited.py", f"# {file.name} {how}\n")
        with sqlite3.connect(file, isolation_level=None) as database:
            database.execute("BEGIN" if how == "read" else f"BEGIN {how}")
            database.execute("SELECT count(*) FROM sqlite_master").fetchall()
            began = time.monotonic()
            expect_as_fresh(tree.seek(environment=SHARING), tree.seek_fresh(), f"{how} of {file.name} by somebody else")
            took = time.monotonic() - began
            expect(took < 15, f"{how} of {file.name} by somebody else cost {took:.1f} s")
            print(f"{file.name}, {how}: {took:.1f} s")
            database.execute("ROLLBACK")
        tree.seek(environment=SHARING)
        last = tree.seek(environment=SHARING)
        expect_as_fresh(last, tree.seek_fresh(), f"{how} of {file.name} ended", warnings=0)
        expect_equal(last.summary["run"], 0, f"linters run when {how} of {file.name} ended")
