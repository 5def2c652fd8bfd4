#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Real commands under `lintcache run`: kept or why not, what the first run costs, what a hit costs, and what each kind of change does.

A row that lacks a program or a package is left out, with a line that says so. Fails where a command is not as it should be.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
PROJECT = "libde265"  # a source package of Debian that needs no other: C++, 66 files
BUILD = ('cmake -S "$1" -B build -G "$2" "-DCMAKE_CXX_FLAGS=-O0 -w" -DCMAKE_BUILD_TYPE= -DENABLE_SDL=OFF && '
         "cmake --build build -j2")
FILES = 10_000


def append(path, text):
    """Write more at the end of a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def later(path):
    """Give a file another time, and nothing else."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 3_000_000_000))


@dataclass
class Row:
    """A command, what it needs, and what changes should do to it."""

    name: str
    words: list
    prepare: Callable = lambda top: None
    needs: list = field(default_factory=list)  # programs, or `python:module`
    outputs: list = field(default_factory=list)  # files and directories below its directory
    status: int = 0
    kept: bool = True
    because: str = ""  # part of the reason, where it is not kept
    changes: list = field(default_factory=list)  # (what, does it run then, how to do it)
    settle: int = 0  # runs in which it still writes for itself what it reads the next time
    rounds: int = 1000  # at most


class Place:
    """The directory of a row, its memory, and ways to run there."""

    def __init__(self, row, top):
        self.row = row
        # What is beside the directory stays as it is: a command may ask for the times of those above it.
        self.top = top / "place/work"
        self.trash = top / "trash"
        for path in (self.top, self.trash, top / "home", top / "cache"):
            path.mkdir(parents=True)
        self.environment = {**os.environ, "LINTCACHE_MAX_SIZE": "4G", "LINTCACHE_DIR": str(top / "cache"), "HOME": str(top / "home"),
                            "GIT_CONFIG_NOSYSTEM": "1"}
        row.prepare(self.top)

    def clean(self):
        """Put away what the command leaves. Where files were just removed, some file systems are slow to make others."""
        for name in self.row.outputs:
            if (self.top / name).exists():
                os.rename(self.top / name, self.trash / str(len(os.listdir(self.trash))))

    def run(self, *before, environment=None):
        """Run the command, after these words; with seconds on the wall and of the processor."""
        begun, wall = os.times(), time.perf_counter()
        done = subprocess.run([*before, *self.row.words], cwd=self.top, env={**self.environment, **(environment or {})},
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        wall, ended = time.perf_counter() - wall, os.times()
        done.wall, done.cpu = wall, sum(ended[2:4]) - sum(begun[2:4])
        done.ran = b"lintcache: runs: " in done.stderr
        done.reasons = re.findall(rb"lintcache: not cached: it (.*)", done.stderr)
        return done

    def memoized(self, *options, environment=None):
        """The same through the memory."""
        return self.run(LINTCACHE, "run", "--explain", *options, "--", environment=environment)

    def snapshot(self):
        """What stands in the outputs: names, modes, bytes."""
        found = {}
        for name in self.row.outputs:
            path = self.top / name
            for one in [path, *(path.rglob("*") if path.is_dir() else [])]:
                if not one.exists() and not one.is_symlink():
                    continue
                what = os.readlink(one) if one.is_symlink() else one.read_bytes() if one.is_file() else None
                found[str(one.relative_to(self.top))] = (one.lstat().st_mode, what)
        return found


class Failed(Exception):
    """A row is not as it should be."""


def check(condition, text, *details):
    """Raise unless the condition holds."""
    if not condition:
        raise Failed("\n  ".join([text] + [detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail) for detail in details]))


def said(done):
    """What a command printed, without our own lines."""
    return done.stdout, b"".join(line for line in done.stderr.splitlines(True) if not line.startswith(b"lintcache: "))


def confined(place):
    """Does the command do the same where nothing is but what its record names?"""
    place.clean()
    done = place.run(LINTCACHE, "replay", "--sandbox", "--")
    if b"this machine allows no" in done.stderr:
        return "no sandbox here"
    if done.returncode == 0:
        return "the same in a sandbox"
    others = re.findall("not as it was: (.*)|another (standard (?:output|error))", done.stdout.decode())
    check(others and done.returncode == 1, "is not the same in a sandbox", done.stdout[-1000:], done.stderr[-1000:])
    left = []
    for _ in range(2):
        place.clean()
        bare = place.run()
        left.append({"standard output": bare.stdout, "standard error": bare.stderr, **place.snapshot()})
    names = [stream or os.path.relpath(path, place.top) for path, stream in others]
    same = [name for name in names if left[0].get(name) == left[1].get(name)]
    check(not same, "is not the same in a sandbox", *same)
    return f"the same in a sandbox but for {len(names)} that differ each time"


def prove(place):
    """Is the result kept, repeated and put back, and does each change do what it should?"""
    row = place.row
    first = place.memoized()
    check(first.returncode == row.status, f"ended with {first.returncode}", first.stdout[-1000:], first.stderr[-1000:])
    for _ in range(row.settle):
        place.clean()
        first = place.memoized()
    if not row.kept:
        check(first.reasons and row.because.encode() in b" ".join(first.reasons), "was kept", first.stderr[-500:])
        return b" ".join(first.reasons[:1]).decode()
    check(not first.reasons, "was not kept", *first.reasons)
    left = place.snapshot()
    place.clean()
    second = place.memoized()
    check(not second.ran, "was not repeated", second.stderr[-500:])
    check(said(second) == said(first) and second.returncode == first.returncode, "printed something else when repeated")
    check(place.snapshot() == left, "did not get back what it left")
    alone = confined(place)
    for what, runs, change in row.changes:
        environment = change(place.top)
        place.clean()
        again = place.memoized(environment=environment)
        check(again.ran == runs, f"{'did not run' if runs else 'ran'} after {what}", again.stderr[-500:])
        place.clean()
        third = place.memoized(environment=environment)
        check(not third.ran or again.reasons, f"was not repeated after {what}", third.stderr[-500:])
    return "kept, " + alone


def measure(place, rounds):
    """Runs: bare, for the first time, repeated with outputs gone, repeated with outputs in place."""
    taken = {"bare": [], "first": [], "restored": [], "hit": [], "true": []}
    for _ in range(rounds):
        place.clean()
        taken["bare"].append(place.run())
        place.clean()
        taken["first"].append(place.memoized("--refresh"))
        place.clean()
        taken["restored"].append(place.memoized())
        for _ in range(3):
            taken["hit"].append(place.memoized())
            taken["true"].append(place.run("/bin/true"))
    return taken


def median(runs, what="wall"):
    """Of one column."""
    return statistics.median(getattr(one, what) for one in runs)


def row_of_costs(taken):
    """A line of the table."""
    walls = [first.wall / bare.wall for first, bare in zip(taken["first"], taken["bare"])]
    cpus = [first.cpu / bare.cpu for first, bare in zip(taken["first"], taken["bare"]) if bare.cpu > 0]
    over = (median(taken["hit"]) - median(taken["true"])) * 1000
    # Some read what they left, and have to run then.
    in_place = f"{'runs':>8} {'':7}" if any(one.ran for one in taken["hit"]) else f"{median(taken['hit']) * 1000:8.1f} {over:+7.1f}"
    return (f"{median(taken['bare']) * 1000:9.1f} {statistics.median(walls):7.2f} {statistics.median(cpus or [0]):6.2f}"
            f" {median(taken['restored']) * 1000:9.1f} {in_place}")


def project_of(top, given):
    """The sources of the C++ project; by apt-get from where this machine has its packages, where nobody gives a directory. Empty
    where that fails."""
    if given:
        return given
    apt = top / "apt"
    for name in ("lists/partial", "cache/archives/partial"):
        (apt / name).mkdir(parents=True)
    key = "/usr/share/keyrings/debian-archive-keyring.gpg"
    known = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"], capture_output=True, text=True,
                           check=False).stdout
    # Without `-updates` and `-security`: not every mirror has all of these.
    plain = sorted({line for line in known.splitlines() if "-" not in line.split()[1]})
    (apt / "sources").write_text("".join(f"deb-src [signed-by={key}] {line}\n" for line in plain), encoding="ascii")
    options = [word for setting in (f"Dir::Etc::sourcelist={apt}/sources", "Dir::Etc::sourceparts=-", f"Dir::State::lists={apt}/lists",
                                    f"Dir::Cache={apt}/cache") for word in ("-o", setting)]
    for words in (["update"], ["source", PROJECT]):
        if subprocess.run(["apt-get", *options, *words], cwd=apt, capture_output=True, check=False).returncode != 0:
            return ""
    found = sorted(path for path in apt.glob(f"{PROJECT}-*") if path.is_dir())
    return str(found[0]) if found else ""


def main():
    """Prove, measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="rows whose names hold this")
    parser.add_argument("--project", default="", help=f"sources of the C++ project; else apt-get fetches {PROJECT} from Debian")
    arguments = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as directory:
        top = Path(directory).resolve()
        print(f"{'command':16} {'bare ms':>9} {'first x':>7} {'cpu x':>6} {'put back':>9} {'hit ms':>8} {'over':>7}  what came of it")
        for number, row in enumerate(rows(top, arguments)):
            if arguments.only and arguments.only not in row.name:
                continue
            lacks = [need for need in row.needs if not is_there(need)]
            if lacks:
                print(f"{row.name:16} skipped: {', '.join(lacks)} is not there", flush=True)
                continue
            try:
                place = Place(row, top / str(number))
                result = prove(place)
                taken = measure(place, min(arguments.rounds, row.rounds))
                print(f"{row.name:16} {row_of_costs(taken)}  {result}; {len(row.changes)} changes as they should be", flush=True)
            except Failed as why:
                failed += 1
                print(f"{row.name:16} FAILED: {why}", flush=True)
    sys.exit(1 if failed else 0)


def is_there(need):
    """Is the program, the module of Python or the directory there?"""
    if need.startswith("python:"):
        return subprocess.run([PYTHON, "-c", f"import {need[7:]}"], capture_output=True, check=False).returncode == 0
    return bool(need) and (shutil.which(need) is not None or os.path.isdir(need))


def rows(top, arguments):
    """All commands."""
    if not arguments.only or arguments.only in "C++, make C++, ninja":
        arguments.project = project_of(top, arguments.project)
    yield from builds(arguments.project)
    yield from small_ones()
    yield from pythons()


# The commands. Each change comes after those before it.


def builds(project):
    """A compiler, a configure step, a whole project."""
    def copy(top):
        if project:
            shutil.copytree(project, top / "source", symlinks=True)

    changes = [("an edit of what nobody reads", False, lambda top: append(top / "source/README.md", "x")),
               ("an edit of a header", True, lambda top: append(top / "source/libde265/util.h", "// more\n"))]
    for generator, program in (("Unix Makefiles", "make"), ("Ninja", "ninja")):
        yield Row(f"C++, {program}", ["sh", "-c", BUILD, "sh", "source", generator], copy, [project or "the source package", "cmake", program, "g++"],
                  ["build"], changes=changes, rounds=1)

    def unit(top):
        append(top / "main.c", '#include <stdio.h>\n#include "say.h"\nint main(void) { return puts(SAY) < 0; }\n')
        append(top / "late/say.h", '#define SAY "one"\n')
        (top / "early").mkdir()

    yield Row("gcc -pipe", ["gcc", "-pipe", "-O2", "-Iearly", "-Ilate", "main.c", "-o", "main"], unit, ["gcc"], ["main"], changes=[
        ("touching a source", False, lambda top: later(top / "main.c")),
        ("an edit of a header", True, lambda top: append(top / "late/say.h", "/* more */\n")),
        ("a header that is found earlier", True, lambda top: append(top / "early/say.h", '#define SAY "two"\n')),
        ("a file that nobody reads", False, lambda top: append(top / "early/unread.h", "")),
        ("a variable", True, lambda top: {"CPATH": "/nowhere"})])

    def configured(top):
        append(top / "CMakeLists.txt", "cmake_minimum_required(VERSION 3.22)\nproject(p CXX)\nfile(GLOB all *.cpp)\nadd_library(p ${all})\n"
               "include(more.cmake OPTIONAL)\nif(EXISTS ${CMAKE_SOURCE_DIR}/flag)\n  message(STATUS flag)\nendif()\n")
        append(top / "one.cpp", "")

    yield Row("cmake configure", ["cmake", "-S", ".", "-B", "build"], configured, ["cmake", "g++"], ["build"], changes=[
        ("an edit of CMakeLists.txt", True, lambda top: append(top / "CMakeLists.txt", "message(STATUS more)\n")),
        ("a file that it looked for", True, lambda top: append(top / "flag", "")),
        ("a file that it tried to read", True, lambda top: append(top / "more.cmake", "")),
        ("another name in a directory", True, lambda top: append(top / "two.cpp", "")),
        ("another text in a file of which it takes the name", False, lambda top: append(top / "two.cpp", "int x;\n"))])


def small_ones():
    """Programs of every day."""
    def many(top):
        for name in "abc":
            append(top / f"d/{name}.txt", name)

    yield Row("tar", ["tar", "-cf", "all.tar", "d"], many, ["tar"], ["all.tar"], changes=[
        ("touching a file", True, lambda top: later(top / "d/a.txt")),
        ("an edit", True, lambda top: append(top / "d/a.txt", "more")),
        ("another file", True, lambda top: append(top / "d/e.txt", "")),
        ("a file beside", False, lambda top: append(top / "beside", ""))])

    def repository(top):
        git(top, "init", "-q")
        for name in ("one", "two"):
            append(top / name, name)
            git(top, "add", name)
            git(top, "commit", "-qm", name)

    yield Row("git log", ["git", "log", "--stat"], repository, ["git"], changes=[
        ("another commit", True, lambda top: git(top, "commit", "-q", "--allow-empty", "-m", "three")),
        ("an edit that is not committed", False, lambda top: append(top / "one", "more"))])

    def go(top):
        append(top / "main.go", 'package main\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc main() {\n\ttext, err := os.ReadFile("input.txt")\n'
               '\tentries, _ := os.ReadDir("d")\n\tfmt.Println(string(text), err, len(entries), os.Getenv("GO_SAYS"))\n'
               '\tos.WriteFile("output.txt", text, 0o644)\n}\n')
        append(top / "input.txt", "one")
        append(top / "d/one", "")
        subprocess.run(["go", "build", "-o", "program", "main.go"], cwd=top, check=True, env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod"})

    yield Row("Go, static", ["./program"], go, ["go"], ["output.txt"], changes=[
        ("an edit of what it reads", True, lambda top: append(top / "input.txt", "more")),
        ("another name in a directory", True, lambda top: append(top / "d/two", "")),
        ("touching what it reads, of which it asked for the time", True, lambda top: later(top / "input.txt")),
        ("a variable", True, lambda top: {"GO_SAYS": "hello"})])
    yield Row("pipeline", ["sh", "-c", "cat d/*.txt | sort -r | tr a-z A-Z | tee copy.txt | wc -c; sort copy.txt"], many, ["sort"], ["copy.txt"],
              changes=[("an edit", True, lambda top: append(top / "d/a.txt", "more")),
                       ("touching a file", False, lambda top: later(top / "d/a.txt")),
                       ("another file", True, lambda top: append(top / "d/e.txt", ""))])
    yield Row("exit 3", ["sh", "-c", "echo said; echo more >&2; cat input; exit 3"], lambda top: append(top / "input", "x"), status=3,
              changes=[("an edit", True, lambda top: append(top / "input", "more"))])
    yield Row("killed by TERM", ["sh", "-c", "cat input; kill -TERM $$"], lambda top: append(top / "input", "x"), status=-15,
              changes=[("an edit", True, lambda top: append(top / "input", "more"))])
    yield Row(f"{FILES} files", [PYTHON, "-S", "-c", f"import os\nos.mkdir('out')\ntext = open('input').read()\n"
                                 f"for i in range({FILES}): open(f'out/{{i}}', 'w').write(text + str(i))"],
              lambda top: append(top / "input", "x"), outputs=["out"], changes=[("an edit", True, lambda top: append(top / "input", "more"))])


def git(top, *words):
    """Run git as nobody in particular."""
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *words], cwd=top, check=True, capture_output=True)


def pythons():
    """Tools in Python."""
    def package(top):
        append(top / "pkg/__init__.py", "")
        append(top / "pkg/code.py", '"""Code."""\nfrom pkg import other\n\n\ndef double(value):\n    """Twice."""\n    return other.TWO * value\n')
        append(top / "pkg/other.py", '"""Other."""\nTWO = 2\n')
        append(top / "test_code.py", '"""Tests."""\nfrom pkg.code import double\n\n\ndef test_double():\n    """Twice two."""\n    assert double(2) == 4\n')
        append(top / "conf.py", 'project = "p"\nextensions = []\n')
        append(top / "index.rst", "Title\n=====\n\n.. toctree::\n\n   more\n")
        append(top / "more.rst", "More\n====\n\nText.\n")
        append(top / "unread.txt", "")

    bare = [PYTHON, "-B", "-m"]
    yield Row("pylint", [*bare, "pylint", "--persistent=n", "pkg/code.py"], package, ["python:pylint"], changes=[
        ("an edit of the file", True, lambda top: append(top / "pkg/code.py", "\n\nMORE = 1\n")),
        ("an edit of what it imports", True, lambda top: append(top / "pkg/other.py", "THREE = 3\n")),
        ("a configuration that was not there", True, lambda top: append(top / "pylintrc", "[MAIN]\n")),
        ("an edit of what nobody reads", False, lambda top: append(top / "unread.txt", "x")),
        ("another name in a directory whose time it asked for", True, lambda top: append(top / "more.txt", ""))])
    yield Row("pytest", [*bare, "pytest", "-qq", "-p", "no:cacheprovider", "--color=no"], package, ["python:pytest"], kept=True, changes=[
        ("an edit of a test", True, lambda top: append(top / "test_code.py", "\n\nMORE = 1\n")),
        ("an edit of what it imports", True, lambda top: append(top / "pkg/other.py", "THREE = 3\n")),
        ("another test", True, lambda top: append(top / "test_more.py", "def test_more():\n    pass\n")),
        ("a configuration that was not there", True, lambda top: append(top / "pytest.ini", "[pytest]\n"))])
    yield Row("sphinx-build", [*bare, "sphinx", "-q", ".", "html"], package, ["python:sphinx"], outputs=["html"], changes=[
        ("an edit of a page", True, lambda top: append(top / "more.rst", "\nMore text.\n")),
        ("another page", True, lambda top: append(top / "third.rst", ":orphan:\n\nThird\n=====\n")),
        ("an edit of what nobody reads", False, lambda top: append(top / "unread.txt", "x"))])


if __name__ == "__main__":
    main()
