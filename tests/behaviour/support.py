# SPDX-License-Identifier: MIT
"""What stories share: a tree to write, the driver to run on it, and checks that say what they saw."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

LINTCACHE = os.environ["LINTCACHE"]
# What another test found out must not show here; stories that are about it set a size.
os.environ["LINTCACHE_MAX_SIZE"] = "0"
# How long a run takes must not show either.
os.environ["LINTCACHE_PROGRESS"] = "none"
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
# How the state is kept where a test does not say: some run once with each.
BACKEND = os.environ.get("LINTCACHE_TEST_BACKEND")
# Is there time for all of it?
LONG = os.environ.get("LINTCACHE_LONG") == "1"
HERE = Path.cwd()
DIAGNOSTIC = re.compile(rb".*:\d+:\d+: (warning|error): .* \[[\w-]+\]")


def fail(text):
    """End the story as failed."""
    print(f"FAILED: {text}", file=sys.stderr)
    sys.exit(1)


def skip(why):
    """End the story as skipped."""
    print(f"skipped: {why}")
    sys.exit(77)


def expect(condition, text, *details):
    """Fail with the text and what belongs to it unless the condition holds."""
    if not condition:
        fail("\n".join([text] + [str(detail) for detail in details]))


def expect_equal(actual, wanted, what):
    """Fail unless both are the same."""
    expect(actual == wanted, f"{what}:", f"  wanted {wanted!r}", f"  got    {actual!r}")


def row_sum(*values):
    """As SQL has it in LintCache's databases (helpers/store/database.h), for who wants to write rows that are believed."""
    told = hashlib.sha256()
    for value in values:
        if value is None:
            told.update(b"n")
        elif isinstance(value, int):
            told.update(b"i" + value.to_bytes(8, "little", signed=True))
        else:
            data = value.encode() if isinstance(value, str) else bytes(value)
            told.update(b"b" + len(data).to_bytes(8, "little") + data)
    return int.from_bytes(told.digest()[:8], "little", signed=True)


class Run:
    """One run of the driver: exit status, both streams, the summary that it left."""

    def __init__(self, process, summary):
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr
        self.summary = summary

    def __str__(self):
        streams = (self.out + self.err).decode(errors="backslashreplace")
        return f"status {self.status}, summary {self.summary}\n{streams}"

    @property
    def findings(self):
        """The diagnostics on standard error, as bytes, in their order."""
        return [line for line in self.err.splitlines() if DIAGNOSTIC.fullmatch(line)]

    @property
    def other_lines(self):
        """What else stands on standard error."""
        return [line for line in self.err.splitlines() if not DIAGNOSTIC.fullmatch(line)]

    def expect(self, status, **counts):
        """Fail unless the exit status and these numbers of the summary are as wanted."""
        expect(self.status == status, f"exit status {self.status} instead of {status}", self)
        expect(self.summary is not None or not counts, "there is no summary.json", self)
        for key, wanted in counts.items():
            actual = self.summary.get(key)
            expect(actual == wanted, f"summary.json: {key} is {actual} instead of {wanted}", self)
        return self

    def expect_complaint(self, status, *words):
        """Fail unless there is exactly one line of complaint, with these words, and this exit status."""
        self.expect(status)
        lines = self.other_lines
        expect(len(lines) == 1, "not one line of complaint", self)
        for word in words:
            expect(word.encode() in lines[0], f"the complaint does not speak of {word!r}", self)
        return self


class Story:
    """A source tree and its state directory, below the current directory."""

    def __init__(self, name="tree", state=None, backend=None, inference=None):
        self.backend = backend or BACKEND
        self.inference = inference
        self.source = HERE / name
        self.state = HERE / (state or name + "-state")
        self.source.mkdir(parents=True, exist_ok=True)
        self.patience = 300  # seconds for one run

    @property
    def settings(self):
        """The options that all its runs have."""
        chosen = {"--backend": self.backend, "--inference": self.inference}
        return [word for name, value in chosen.items() if value for word in (name, value)]

    def path(self, name):
        """The path of a file of the tree; names may be bytes."""
        return os.path.join(os.fsencode(self.source), os.fsencode(name))

    def write(self, name, text=""):
        """Write a file of the tree with its parents."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())

    def append(self, name, text):
        """Write more at the end of a file."""
        with open(self.path(name), "ab") as file:
            file.write(text.encode())

    def remove(self, name):
        """Remove a file or a directory of the tree."""
        path = self.path(name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def lint(self, *options, environment=None, prefix=(), tools="flake8", python=PYTHON):
        """Lint the tree with its state directory."""
        command = [LINTCACHE, "lint", str(self.source), "--state", str(self.state), "--python", python]
        return self.run(*command, *(["--tools", tools] if tools else []), *self.settings, *options,
                        environment=environment, prefix=prefix)

    def run(self, *command, environment=None, prefix=()):
        """Run a command that writes this story's summary.json."""
        summary = self.state / "summary.json"
        if os.access(summary.parent, os.W_OK):
            summary.unlink(missing_ok=True)
        process = subprocess.run([*prefix, *command], capture_output=True, stdin=subprocess.DEVNULL,
                                 env={**os.environ, **(environment or {})}, check=False, timeout=self.patience)
        try:
            numbers = json.loads(summary.read_bytes())
        except OSError:
            numbers = None
        return Run(process, numbers)

    def outputs(self):
        """What each linter wrote when it last ran, by file and tool, as `log` tells it: (verdict, text)."""
        told = subprocess.run([LINTCACHE, "log", "--json", "--state", str(self.state)], capture_output=True, check=False,
                              timeout=60)
        found = {}
        for line in told.stdout.splitlines():
            one = json.loads(line)
            found[one["file"], one["tool"]] = one["verdict"], one["output"]
        return found

    def expect_told(self, *names):
        """Fail unless `log` knows of exactly these: FILE.TOOL.stamp for a clean one, FILE.TOOL.log for another one."""
        told = [f"{file}.{tool}" if file else f"{tool}.tree" for file, tool in self.outputs()]
        told = [name + (".stamp" if verdict == "clean" else ".log")
                for name, (verdict, _) in zip(told, self.outputs().values())]
        expect_equal(sorted(told), sorted(names), "what `log` knows of")

    def records(self):
        """Names of all stamps and logs in the state directory, as bytes, sorted."""
        found = []
        top = os.fsencode(self.state)
        for directory, _, files in os.walk(top):
            found += [os.path.relpath(os.path.join(directory, name), top) for name in files
                      if name.endswith((b".stamp", b".log"))]
        return sorted(found)

    def expect_records(self, *names):
        """Fail unless exactly these stamps and logs are there."""
        expect_equal(self.records(), sorted(os.fsencode(name) for name in names), "stamps and logs")


def pairs(run):
    """(file name, rule) of each finding."""
    found = []
    for line in run.findings:
        path, _, rule = re.fullmatch(rb"(.*?):\d+:\d+: (\w+): .* \[([\w-]+)\]", line).groups()
        found.append((os.path.basename(path).decode(), rule.decode()))
    return found


def as_nobody(*command):
    """A command prefix that runs without the privileges of root, which nothing can be kept from."""
    if os.geteuid() != 0:
        return list(command)
    if not shutil.which("setpriv"):
        skip("setpriv is not installed, and root may read and write everything")
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
