#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How much runs again after edits like those of commits, beside the least that could be needed and beside two rivals."""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "truth"), str(Path(__file__).resolve().parents[1] / "random")]

import corpora
from cached import FINDING
from django_edits import EDITS, QUICK
from static_graph import StaticGraph
from tool_outputs import ToolOutputs

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
RUNS = re.compile(r"lintcache: (\S+) (.+?) runs: (.*)")
TOOLS = ("flake8", "pylint")
# What pylint says with these hangs on what other files hold; the rest would only take time.
PYLINTRC = """[MESSAGES CONTROL]
disable=all
enable=import-error,no-name-in-module,no-member,unused-import,wrong-import-order,undefined-variable,unexpected-keyword-arg,
  no-value-for-parameter,too-many-function-args,arguments-differ,abstract-method,syntax-error,not-callable,missing-function-docstring
"""
SETUP = """[metadata]
name = Django
version = 3.2

[flake8]
exclude = build,.git,.tox,./tests/.env
ignore = W504,W601
max-line-length = 119
"""
# Packages of which pylint lints all files.
LINTED = {"big": ("utils/", "forms/", "http/", "template/", "urls/", "core/checks/", "core/files/", "core/mail/"),
          "small": ("forms/", "urls/", "http/", "dispatch/")}
# And those that flake8 lints of a small tree.
PLAIN = ("django/utils/", "django/forms/", "django/urls/", "django/http/", "django/dispatch/", "tests/")


@dataclass
class Count:
    """Of one tool: tasks that were run again, tasks that had to be, tasks that the rivals would have run."""
    run: int = 0
    needed: int = 0
    imports: int = 0
    all: int = 0
    stale: list = field(default_factory=list)

    def add(self, other):
        """Sum up."""
        for name in ("run", "needed", "imports", "all"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.stale += other.stale

    def line(self):
        """As columns."""
        ratio = f"{self.run / self.needed:.2f}" if self.needed else "-"
        return f"{self.run:5} {self.needed:7} {ratio:>7} {self.imports:9} {self.all:6}" + (f"  STALE {self.stale}" if self.stale else "")


class Tree:
    """The tree under edits, and the files of it that each tool lints."""

    def __init__(self, options, scratch):
        corpus = corpora.CORPORA["django"](scratch)
        self.place, self.options, self.scratch = corpus.tree, options, scratch
        (scratch / ".git").mkdir()  # linters look no further for their configuration
        self.write(".pylintrc", PYLINTRC)
        self.write("setup.cfg", SETUP)
        self.snapshots = []

    def path(self, name):
        """Where a file lies."""
        return self.place / name

    def read(self, name):
        """Its text."""
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name, text):
        """Write a file and its parents."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def replace(self, name, old, new):
        """Replace a text that has to be there."""
        text = self.read(name)
        if old not in text:
            sys.exit(f"{name} does not hold {old!r}: the edits are written for Django 3.2")
        self.write(name, text.replace(old, new))

    def rename_everywhere(self, old, new):
        """Replace a word in all files; return in how many."""
        count = 0
        for file in self.python_files():
            text = self.read(file)
            changed = re.sub(rf"\b{old}\b", new, text)
            if changed != text:
                self.write(file, changed)
                count += 1
        return count

    def remove(self, name):
        """Remove a file."""
        self.path(name).unlink()

    def python_files(self):
        """All that are there."""
        return sorted(path.relative_to(self.place).as_posix() for path in self.place.rglob("*.py"))

    def files(self, tool):
        """Those that a tool lints."""
        small = self.options.small or self.options.quick
        if tool == "flake8":
            return [file for file in self.python_files() if not small or file.startswith(PLAIN)]
        packages = tuple("django/" + name for name in LINTED["small" if small else "big"])
        return [file for file in self.python_files() if file.startswith((*packages, "tests/"))]

    def contents(self):
        """{path: bytes} of all that is no program text of others."""
        return {path.relative_to(self.place).as_posix(): path.read_bytes() for path in self.place.rglob("*")
                if path.is_file() and path.suffix not in (".mo", ".po", ".js", ".css", ".svg", ".png", ".html")}


class Lintcache:
    """LintCache's side."""

    def __init__(self, tree):
        self.tree, self.state = tree, tree.scratch / "state"

    def run(self, tool):
        """{file: reasons} of the tasks that run now, and {file: findings} of all that are shown."""
        files = [str(self.tree.path(file)) for file in self.tree.files(tool)]
        done = subprocess.run([LINTCACHE, "lint", str(self.tree.place), *files, "--state", str(self.state), "--python", corpora.PYTHON,
                               "--tools", tool, "--explain"], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"lintcache ended with {done.returncode}: {done.stderr[-2000:]}")
        found = {match[2]: match[3] for line in (done.stdout + done.stderr).splitlines() if (match := RUNS.fullmatch(line))}
        told = re.search(r": (\d+) run\b", done.stdout)
        if not told or int(told[1]) != len(found):
            sys.exit(f"lintcache explains {len(found)} runs, but says: {done.stdout}")
        shown = {}
        for line in done.stderr.splitlines():
            if match := FINDING.fullmatch(line):
                file = os.path.relpath(match[1], self.tree.place)
                shown.setdefault(file, []).append(f"{file}:{match[2]} {match[3]}")
        return found, shown


def count(files, before, now, changed, ran, shown, graph):
    """What one edit made run; `before` and `now` are what the linter says, `changed` the paths that differ."""
    needed = {file for file in files if file in changed or before.get(file) != now[file]}
    is_configuration = any(os.path.basename(path) in ("setup.cfg", ".flake8", ".pylintrc", "pyproject.toml", "tox.ini") for path in changed)
    reached = set(files) if is_configuration else graph.who_reaches(changed) & set(files)
    return Count(len(ran), len(needed), len(reached), len(files), [file for file in files if sorted(shown.get(file, [])) != now[file]])


class Comparison:
    """The edits one after the other, as commits."""

    def __init__(self, options, scratch):
        self.options = options
        self.tree = Tree(options, scratch)
        self.own = Lintcache(self.tree)
        self.outputs = ToolOutputs(self.tree, corpora.PYTHON)
        self.totals = {tool: Count() for tool in TOOLS}
        self.said = {}

    def settle(self):
        """Everything once."""
        for tool in TOOLS:
            files = self.tree.files(tool)
            self.own.run(tool)
            self.said[tool] = self.outputs.say(tool, files)
            print(f"{tool}: {len(files)} files", flush=True)
        print(f"\n{'':48} {'tool':7} {'run':>5} {'needed':>7} {'ratio':>7} {'importers':>9} {'all':>6}")

    def edit(self, name, change):
        """One edit: a line for each tool."""
        before = self.tree.contents()
        graph = StaticGraph(self.tree.place, self.tree.python_files())
        change(self.tree)
        after = self.tree.contents()
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        graph = graph.joined(StaticGraph(self.tree.place, self.tree.python_files()))
        for tool in TOOLS:
            files = self.tree.files(tool)
            ran, shown = self.own.run(tool)
            now = self.outputs.say(tool, files)
            one = count(files, self.said[tool], now, changed, ran, shown, graph)
            self.said[tool] = now
            self.totals[tool].add(one)
            print(f"{name:48} {tool:7} {one.line()}", flush=True)
            if self.options.reasons:
                for file, why in sorted(ran.items()):
                    print(f"    {file}: {why}")

    def report(self):
        """The sums; whether nothing was stale."""
        print()
        for tool, total in self.totals.items():
            print(f"{'all edits':48} {tool:7} {total.line()}")
            if total.run:
                print(f"  {tool}: LintCache runs {total.run / max(total.needed, 1):.2f} times what is needed; all that import what changed: "
                      f"{total.imports / max(total.needed, 1):.2f} times; everything: {total.all / max(total.needed, 1):.2f} times; "
                      f"{len(total.stale)} shown stale")
        print(f"linters were asked {self.outputs.asked} times for the truth")
        return not any(total.stale for total in self.totals.values())


def main():
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="lint fewer packages")
    parser.add_argument("--quick", action="store_true", help="that, and fewer edits")
    parser.add_argument("--edits", help="only those whose name holds this")
    parser.add_argument("--reasons", action="store_true", help="say why each task ran")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            comparison = Comparison(options, Path(scratch).resolve())
        except corpora.NotHere as why:
            print(f"skipped: {why}")
            return 77
        comparison.settle()
        for name, change in EDITS.items():
            if (not options.quick or name in QUICK) and (options.edits or "") in name:
                comparison.edit(name, change)
        comparison.outputs.end()
        return 0 if comparison.report() else 1


if __name__ == "__main__":
    sys.exit(main())
