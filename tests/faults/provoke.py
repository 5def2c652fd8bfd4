# SPDX-License-Identifier: MIT
"""What tests of faults share: a tiny tree that is linted in milliseconds, faults to provoke, and what must hold afterwards."""
import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "behaviour"))

from support import HERE, LINTCACHE, PYTHON, Story, as_nobody, expect, expect_equal, skip

LONG = os.environ.get("LINTCACHE_LONG") == "1"
SHARED = HERE / "shared"
SHARING = {"LINTCACHE_DIR": str(SHARED), "LINTCACHE_MAX_SIZE": "100M"}

# A linter that takes a millisecond: it finds a word, which its configuration may name.
SEEK = """#!/bin/sh
word=SEEK
if [ -e seek.cfg ]; then read -r word <seek.cfg; fi
while read -r line; do
  case $line in *"$word"*) echo "$1:1: found $word"; exit 1 ;; esac
done <"$1"
exit 0
"""
PATTERN = r"^(?<file>.*?):(?<line>\d+): (?<text>.*)$"
SETTINGS = {"lint_tools": {"seek": {"command": ["bin/seek", "{file}"], "scope": "self", "config": ["seek.cfg"],
                                    "pattern": PATTERN}}}


class Tiny(Story):
    """Three files, one of them with a finding, and a linter of their own."""

    def __init__(self, name="tree", state=None, **settings):
        super().__init__(name, state=state)
        self.patience = 60
        self.write("bin/seek", SEEK)
        os.chmod(self.path("bin/seek"), 0o755)
        if self.backend:
            settings["backend"] = self.backend
        self.write("lintcache.json", json.dumps({**SETTINGS, **settings}))
        self.write("clean.py", "A = 1\n")
        self.write("found.py", "# SEEK\n")
        self.write("pkg/edited.py", "B = 1\n")
        self.known = {}

    def seek(self, *options, **more):
        """Lint with the tree's own linter."""
        return self.lint(*options, tools="seek", **more)

    def command(self, *options):
        """The words of what `seek` runs."""
        return [LINTCACHE, "lint", str(self.source), "--state", str(self.state), "--python", PYTHON, "--tools", "seek", *options]

    def seek_fresh(self):
        """What a run says that knows nothing; asked once for each content of the tree."""
        files = tuple((path, path.read_bytes()) for path in sorted(self.source.rglob("*")) if path.is_file())
        if files not in self.known:
            other = Story(self.source.name, state="fresh-state")
            self.known[files] = other.lint(tools="seek", environment={"LINTCACHE_MAX_SIZE": "0"})
            shutil.rmtree(other.state)
        return self.known[files]

    def keep(self, name="kept"):
        """Put the state aside, for `restore`; what is shared as well."""
        for place in (self.state, SHARED):
            shutil.rmtree(HERE / name / place.name, ignore_errors=True)
            if place.exists():
                shutil.copytree(place, HERE / name / place.name)

    def restore(self, name="kept"):
        """Bring back what `keep` put aside."""
        for place in (self.state, SHARED):
            bring_back(HERE / name / place.name, place)


def bring_back(kept, place):
    """Make a directory what it was; a file that still is what it was stays the same inode, as far as one can tell."""
    if not kept.exists():
        shutil.rmtree(place, ignore_errors=True)
        return
    place.mkdir(exist_ok=True)
    for extra in set(os.listdir(place)) - set(os.listdir(kept)):
        path = place / extra
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in kept.iterdir():
        now = place / path.name
        if path.is_dir():
            bring_back(path, now)
        elif not now.exists() or now.read_bytes() != path.read_bytes():
            now.write_bytes(path.read_bytes())


def difference(run, fresh, warnings=1):
    """In which way a run is worse than one that knows nothing, and says more than so many lines of warning; or nothing."""
    if run.status != fresh.status:
        return f"exit status {run.status} instead of {fresh.status}"
    if run.findings != fresh.findings:
        return "other findings than those of a fresh run"
    # Who was killed may leave a linter that holds the lock for a moment.
    others = [line for line in run.other_lines if b"waiting for another run" not in line]
    return f"more than {warnings} lines of warning" if len(others) > warnings else None


class Troubles:
    """What went wrong with one fault does not keep the others from being tried."""

    def __init__(self):
        self.counts = collections.Counter()
        self.examples = {}

    def note(self, kind, *details):
        """Something went wrong."""
        self.counts[kind] += 1
        self.examples.setdefault(kind, details)

    def judge(self, run, fresh, after, warnings=1, which=""):
        """A run has to be as one that knows nothing; true if it is."""
        worse = difference(run, fresh, warnings)
        if worse:
            self.note(worse + which, f"after {after}", run, f"a fresh run: {fresh}")
        return not worse

    def end(self):
        """Fail if something went wrong, with one example of each kind."""
        for kind, details in self.examples.items():
            print(f"{self.counts[kind]} times {kind}:", *details, "", sep="\n", file=sys.stderr)
        expect(not self.counts, "not all faults were survived", *[f"{count} times {kind}" for kind, count in self.counts.items()])


def expect_as_fresh(run, fresh, after, warnings=1):
    """The verdict and the findings of a run that knows nothing, and at most so many lines of warning."""
    worse = difference(run, fresh, warnings)
    expect(not worse, f"after {after}: {worse}", run, f"a fresh run: {fresh}")


def expect_nothing_left(directory, after):
    """No temporary file of ours lies there."""
    left = [str(path) for path in Path(directory).rglob(".lintcache-*") if re.match(r"\.lintcache-\d", path.name)]
    expect(not left, f"after {after}: temporary files are left", *left)


def need_strace():
    """Skip the test where processes cannot be traced."""
    works = shutil.which("strace") and subprocess.run(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-e", "inject=openat:error=EIO:when=9999", "true"],
        capture_output=True, check=False).returncode == 0
    if not works:
        skip("strace is not installed, or may not trace")


def injecting(call, what, when, follow=True):
    """A command prefix: at its n-th call, counted for each thread, a process gets a signal or an error; also what it starts, or
    its main thread alone."""
    # With --seccomp-bpf, which would be faster, strace 6.1 counts wrongly.
    # `timeout` ends all of the group; who killed strace alone would leave what it traces.
    return ["timeout", "-s", "KILL", "20", "strace", *(["-f"] if follow else []), "-qq", "-o", "/dev/null", "-e", f"trace={call}",
            "-e", f"inject={call}:{what}:when={when}"]


def calls_of(command, calls, environment):
    """How often one thread of what the command starts makes each of these calls, at most."""
    trace = HERE / "trace"
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=" + ",".join(calls), "-e", "signal=none", "-o", str(trace),
                    *command], capture_output=True, check=False, timeout=60, env={**os.environ, **environment})
    counts = collections.Counter(re.findall(r"^(\d+) +(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE))
    most = {}
    for (_, call), count in counts.items():
        most[call] = max(count, most.get(call, 0))
    return most


def places(most, at_most, seed):
    """(call, n) for these counts; where there are more than so many, a sample that has each call and its ends."""
    every = [(call, number) for call in sorted(most) for number in range(1, most[call] + 1)]
    if LONG or len(every) <= at_most:
        return every
    ends = {(call, number) for call, count in most.items() for number in (1, count)}
    rest = [place for place in every if place not in ends]
    # Calls of which there are few say more than the hundredth `openat`.
    rest.sort(key=lambda place: most[place[0]] * random.Random(f"{seed}{place}").random())
    return sorted(ends | set(rest[:max(0, at_most - len(ends))]))
