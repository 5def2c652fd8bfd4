# SPDX-License-Identifier: MIT
"""Linters that stop themselves, ask a terminal, hide children or print for terminals and CI systems; and signals to the driver."""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time

from provoke import HERE, LINTCACHE, PATTERN, PYTHON, SEEK, Tiny, expect, expect_equal

# Where a task only has to be slow.
WAITS = f'while [ -e {HERE}/wait ]; do echo $$ > {HERE}/pid; sleep 0.02; done\n'


def tree_with(name, script, **settings):
    """A tree whose linter does this first."""
    tree = Tiny(name, **settings)
    tree.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\n" + script))
    return tree


def wait_for(condition, what, seconds=20):
    """Wait until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, f"waited too long for {what}")
        time.sleep(0.02)


def is_alive(process):
    """Is there such a process that has not ended?"""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def noted():
    """The process that the linter wrote down; 0 where there is none yet."""
    try:
        return int((HERE / "pid").read_text() or 0)
    except (OSError, ValueError):
        return 0


# Stops itself: it is ended like one that hangs, and not kept.
tree = tree_with("stops", "case $1 in *found*) echo $$ > " + str(HERE / "pid") + "; kill -STOP $$;; esac\n", linter_time_limit=1)
for _ in range(2):
    began = time.monotonic()
    run = tree.seek().expect(3, failures=1)
    expect(time.monotonic() - began < 10 and b"LINTER_TIME_LIMIT" in run.err, "a linter that stops itself", run)
    expect(not is_alive(noted()), "a linter that stopped itself is still there")

# Hides a child in a session of its own, which inherits nothing of ours; a driver that is killed leaves the lock free.
(HERE / "pid").unlink()
tree = tree_with("hides", f"case $1 in *found*) setsid sh -c 'ls -l /proc/$$/fd > {HERE}/fds; echo $$ > {HERE}/pid; sleep 30' & "
                 f"while [ ! -s {HERE}/pid ]; do sleep 0.02; done; sleep 30;; esac\n")
with subprocess.Popen(tree.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
    wait_for(noted, "the hidden child")
    driver.kill()
hidden = noted()
tree.write("bin/seek", SEEK)
began = time.monotonic()
run = tree.seek()
expect_equal((run.status, run.findings), (1, tree.seek_fresh().findings), "a run after the driver was killed")
expect(time.monotonic() - began < 10, "the lock was not free")
fds = (HERE / "fds").read_text()
for kept in ("lock", "state.sqlite", "results-"):
    expect(f"/{kept}" not in fds, f"a linter has {kept} of ours open", fds)
if is_alive(hidden):
    os.kill(hidden, signal.SIGKILL)

# Reads what it would be given, and the terminal: there is nothing, and no terminal.
tree = tree_with("asks", "read -r word; if (read -r word </dev/tty) 2>/dev/null; then exit 9; fi\n")
main, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
with subprocess.Popen(tree.command(), stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
                      preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) as driver:
    os.close(terminal)
    said, end = b"", time.monotonic() + 20
    while time.monotonic() < end and select.select([main], [], [], 20)[0]:
        try:
            said += os.read(main, 4096)
        except OSError:
            break
    expect_equal(driver.wait(5), 1, f"exit status on a terminal, where {said!r} was said")

# What it prints for a terminal or a CI system does not reach either; what it wrote stays what it is.
TRICKS = "\\033]0;title\\007 \\033[2J \\r::add-path::/evil"
tree = tree_with("tricks", f"printf '%s:1: {TRICKS}\\n::add-path::/evil\\n##vso[task.setvariable]\\n' \"$1\"; exit 1\n")
SHOUT = {"lint_tools": {"seek": {"command": ["bin/seek", "{file}"], "scope": "self", "pattern": PATTERN}}}
tree.write("lintcache.json", json.dumps(SHOUT))
for environment in ({}, {"GITHUB_ACTIONS": "true", "CI": "true"}):
    for _ in range(2):
        run = tree.seek(environment=environment).expect(1)
        for line in (run.out + run.err).splitlines():
            expect(not line.startswith((b"::add-path", b"##vso")), "a command for a CI system is shown", run)
        expect(b"\x1b" not in run.out + run.err and b"\x07" not in run.out + run.err and b"\r" not in run.out + run.err,
               "control bytes are shown", run)
expect("\x1b]0;title" in tree.outputs()["found.py", "seek"][1], "the log is not what the linter wrote", tree.outputs())

# What it changes about its own process stays there: directory, mask, limits, variables.
tree = tree_with("changes", 'PATH_OF=$PWD/$1; cd /; umask 777; ulimit -n 3 -f 0 2>/dev/null; export HOME=/nowhere; set -- "$PATH_OF"\n')
for _ in range(2):
    run = tree.seek().expect(1, findings=1)
run.expect(1, run=0)

# It writes into the tree: another source is linted as it is then, and one that it was given itself is never remembered as it was.
tree = tree_with("writes", "case $1 in *found*) echo '# SEEK' >clean.py; echo '# SEEK' >new.py;; esac\n")
run = tree.seek("--jobs", "1")
expect(b"changed while seek ran" in run.err, "a source that a linter wrote is not told", run)
for _ in range(2):
    run = tree.seek().expect(1)
expect_equal(run.findings, tree.seek_fresh().findings, "findings where a linter wrote sources")
tree = tree_with("mends", 'case $1 in *found*) echo "# SEEK $$" >"$1";; esac\n')
for _ in range(3):
    run = tree.seek().expect(1)
    expect(b"found.py changed while seek ran" in run.err and run.summary["run"] >= 1, "a linter that edits its own input is remembered", run)
tree.write("bin/seek", SEEK)
expect_equal(tree.seek().findings, tree.seek_fresh().findings, "findings after a linter edited its input")

# It never says the same twice: what it said first is repeated, and whoever asks hears of it.
tree = tree_with("fickle", 'echo "$1:1: $$"; exit 1\n')
first = tree.seek().expect(1, run=3, findings=3)
expect_equal(tree.seek().expect(1, run=0).findings, first.findings, "findings of a linter that never says the same twice")
verified = subprocess.run([LINTCACHE, "verify", "--all", str(tree.source), "--state", str(tree.state), "--python", PYTHON, "--tools", "seek"],
                          capture_output=True, check=False, timeout=60)
expect(verified.returncode == 1 and verified.stdout.count(b"found.py") + verified.stderr.count(b"found.py") >= 1, "verify does not name it", verified)

# Signals to the driver.
tree = tree_with("signals", "case $1 in *found*) trap '' TERM INT\n" + WAITS + ";; esac\n")
for number, times in ((signal.SIGHUP, 1), (signal.SIGINT, 2), (signal.SIGTERM, 2)):
    tree.write("found.py", f"# SEEK {number} {times}\n")
    (HERE / "wait").touch()
    (HERE / "pid").unlink(missing_ok=True)
    with subprocess.Popen(tree.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        wait_for(noted, "the linter")
        driver.send_signal(number)
        if times == 2:
            time.sleep(0.1)
            driver.send_signal(number)
        sent = time.monotonic()
        expect_equal(driver.wait(20), 128 + number, f"exit status after signal {number}, {times} times")
        took = time.monotonic() - sent
        expect(took < (1 if times == 2 else 3), f"the end took {took:.1f} s after signal {number}, {times} times")
    (HERE / "wait").unlink()
    wait_for(lambda: not is_alive(noted()), "the linter to end")
    expect_equal(tree.seek().findings, tree.seek_fresh().findings, f"findings after signal {number}")

# Who reads goes away: no hang, and what was found is kept.
for stream in ("stdout", "stderr"):
    tree.write("found.py", f"# SEEK {stream}\n")
    reader, writer = os.pipe()
    os.close(reader)
    others = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: writer}
    with subprocess.Popen(tree.command(), **others) as driver:
        os.close(writer)
        driver.wait(20)
    expect_equal(tree.seek().summary["run"], 0, f"linters run after nobody read {stream}")
