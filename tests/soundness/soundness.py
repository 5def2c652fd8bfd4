# SPDX-License-Identifier: MIT
"""What the rows share: a tree that is linted, changed and linted again, and a linter that notes which files it was given.

Nobody watches it, so what it depends on is the inferred footprint, whole.
"""
import functools
import json
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "behaviour"))

from support import HERE, LINTCACHE, PYTHON, Story, expect, expect_equal, fail

# Finds nothing. What counts is that it runs.
LINTER = """#!/bin/sh
printf '%s\\n' "$1" >>'{log}'
"""


class Stale(Exception):
    """A file was not linted again although it should have been."""


class Tree:
    """A source tree, an environment of its own with the linter in it, and directories of modules elsewhere."""

    def __init__(self):
        self.story = Story()
        self.environment = HERE / "environment"
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(self.environment)], check=True)
        self.site = next(self.environment.glob("lib/python3*/site-packages"))
        self.python = str(self.environment / "bin/python3")
        self.log = HERE / "linted"
        self.options = []
        self.write("elsewhere:linter", LINTER.format(log=str(self.log))).chmod(0o755)
        linter = {"command": [str(self.path("elsewhere:linter")), "{file}"], "scope": "closure"}
        self.write("lintcache.json", json.dumps({"lint_tools": {"linter": linter}}))

    def path(self, name):
        """The path of a file of the tree, or of one elsewhere whose name begins with `site:` or `elsewhere:`."""
        place, colon, rest = name.rpartition(":")
        return {"": self.story.source, "site": self.site, "elsewhere": HERE / "elsewhere"}[place if colon else ""] / rest

    def write(self, name, text=""):
        """Write a file with its parents."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def write_all(self, **texts):
        """Write modules of the tree; two underscores in a name stand for a slash."""
        for name, text in texts.items():
            self.write(name.replace("__", "/") + ".py", text)

    def lint(self):
        """Lint the tree; return the files that were linted, and the run."""
        self.log.write_bytes(b"")
        time.sleep(0.02)  # what a file held when it was imported is doubtful where it changed just before
        run = self.story.lint(*self.options, python=self.python, tools="linter").expect(0)
        linted = self.log.read_text().splitlines()
        expect_equal(len(linted), run.summary["run"], "tasks run")
        return sorted(linted), run

    def settle(self):
        """Lint the tree the first time; a second time nothing runs."""
        cold = self.lint()[1]
        expect_equal(cold.summary["run"], cold.summary["files"], "tasks of the first run")
        self.expect_linted()
        return cold

    def expect_linted(self, *names, perhaps=()):
        """Lint the tree: these files are linted, others at most perhaps, and then none."""
        linted, run = self.lint()
        missing = sorted(set(names) - set(linted))
        if missing:
            raise Stale(f"{' '.join(missing)} should have been linted again\n{run}")
        more = sorted(set(linted) - set(names) - set(perhaps))
        expect(not more, f"{' '.join(more)} was linted again without need", run)
        if names or linted:
            linted, again = self.lint()
            expect(not linted, f"{' '.join(linted)} was linted once more although nothing changed", again)
        return run


def tell(rows):
    """Run the row that the command line names, or say which there are."""
    known = {name: row for name, row in rows.items() if callable(row) and getattr(row, "is_row", False)}
    if len(sys.argv) != 2 or sys.argv[1] not in known:
        fail("name a row: " + " ".join(known))
    row = known[sys.argv[1]]
    print(row.__doc__)
    try:
        row(Tree())
    except Stale as stale:
        fail(f"STALE: {stale}")


def row(function):
    """Mark a row of the table."""
    function.is_row = True
    return function


def limit(why, is_verified=True):
    """Mark a row of which helpers/README.md says that it is not seen, but perhaps by `verify --imports`: so it has to stay."""
    def mark(function):
        @functools.wraps(function)
        def unseen(tree):
            try:
                function(tree)
            except Stale:
                print(f"as stated: {why}")
            else:
                fail("no limit any more: make it a row, and take it out of helpers/README.md")
            if is_verified:
                run = tree.story.run(LINTCACHE, "verify", "--imports", str(tree.story.source), "--state", str(tree.story.state),
                                     "--python", tree.python, "--tools", "linter")
                expect(run.status == 1 and b": missing runtime " in run.out + run.err, "`verify --imports` does not see it", run)
        return row(unseen)
    return mark
