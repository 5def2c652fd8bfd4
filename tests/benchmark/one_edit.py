#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long the verdict takes after one edit, beside the linters themselves on just the files that it can matter to."""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "truth"))

import corpora
from linters import LINTCACHE, MODULES, PROGRAMS, RIVALS, TREE_TOOLS

# Of Django: a file that nobody imports, and the one that most others import by one way or another.
EDITS = {"leaf": "django/contrib/gis/views.py", "most imported": "django/utils/functional.py"}
RUNS = re.compile(r"^lintcache: (\S+) (.+) runs: ", re.MULTILINE)


def timed(work):
    """Wall and CPU seconds of what a function does by way of processes, and what it gave."""
    before, start = os.times(), time.monotonic()
    result = work()
    wall, after = time.monotonic() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu, result


class Tree:
    """A corpus under several linters."""

    def __init__(self, options, corpus, scratch):
        self.options, self.tree, self.state = options, corpus.tree, scratch / "state"
        self.tools = options.tools.split(",")

    def lint(self):
        """(number of tasks that ran, [(tool, file)])."""
        done = subprocess.run([LINTCACHE, "lint", str(self.tree), "--state", str(self.state), "--python", self.options.python, "--tools",
                               self.options.tools, "--jobs", str(self.options.jobs), "--explain"], capture_output=True, text=True,
                              check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"lintcache failed: {done.stderr[-1000:]}")
        return RUNS.findall(done.stderr)

    def rival(self, tasks):
        """Each linter's own best way to look at the files that it would have to look at."""
        def run(tool):
            words, parallel = RIVALS[tool]
            files = sorted(file for name, file in tasks if name == tool)
            files = TREE_TOOLS.get(tool, files) if files else []
            script = Path(self.options.python).parent / PROGRAMS.get(tool, tool)
            program = [str(script)] if script.exists() else [self.options.python, "-m", MODULES.get(tool, tool)]
            if files:
                subprocess.run([*program, *words, *(word.format(jobs=self.options.jobs) for word in parallel), *files], cwd=self.tree,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

        with ThreadPoolExecutor(self.options.jobs) as pool:
            list(pool.map(run, self.tools))

    def edit(self, name, number):
        """Another text each time, which changes nothing that a linter says."""
        with open(self.tree / name, "a", encoding="utf-8") as file:
            file.write(f"\n\ndef added_in_round_{number}():\n    return {number}\n")


def show(what, mine, rival=None):
    """One line."""
    text = f"{what:22} wall {mine[0]:8.2f} s, CPU {mine[1]:8.2f} s, {len(mine[2])} tasks ran"
    if rival:
        text += f"; the linters on just these {rival[0]:8.2f} s, {rival[1]:8.2f} s: {mine[0] / rival[0]:.2f} of their wall"
    print(text, flush=True)


def main():
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", default="flake8,pycodestyle,pydocstyle,pyflakes,bandit,isort,pylint,vulture")
    parser.add_argument("--files", type=int, default=0, help="only so many of Django's files (default: all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--python", default=corpora.PYTHON)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = corpora.CORPORA["django"](scratch)
        if options.files:
            wanted = set(corpus.files[:options.files]) | set(EDITS.values())
            for file in set(corpus.files) - wanted:
                if not file.endswith("__init__.py"):
                    (corpus.tree / file).unlink()
        tree = Tree(options, corpus, Path(scratch))
        print(f"{sum(1 for _ in corpus.tree.rglob('*.py'))} files, {options.tools}; load {os.getloadavg()[0]:.1f}", flush=True)
        cold = timed(tree.lint)
        show("cold", cold, timed(lambda: tree.rival(cold[2])))
        time.sleep(0.1)
        for number in range(2):
            show(f"warm, run {number + 1}", timed(tree.lint))
        for what, name in EDITS.items():
            pairs = []
            for number in range(options.rounds):
                tree.edit(name, number)
                time.sleep(0.1)
                mine = timed(tree.lint)
                pairs.append((mine, timed(lambda tasks=mine[2]: tree.rival(tasks))))
            pairs.sort(key=lambda pair: pair[0][0] / max(pair[1][0], 1e-3))
            show(what, *pairs[len(pairs) // 2])
            print(f"{'':22} ratios {', '.join(f'{mine[0] / rival[0]:.2f}' for mine, rival in pairs)}", flush=True)


if __name__ == "__main__":
    main()
