#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a cold run with one linter costs, beside the linter's own best batch and beside one process for each file."""
import argparse
import ctypes
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "truth"))

import corpora

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
PR_SET_CHILD_SUBREAPER = 36
# The options that LintCache's own processes get, as far as they cost time; the second list makes it the best batch.
RIVALS = {
    "bandit": (["-q", "-f", "json"], []),
    "black": (["--check", "-q"], []),  # as many processes as there are processors by itself
    "codespell": ([], []),
    "flake8": ([], ["-j{jobs}"]),
    "isort": (["--check-only"], ["-j{jobs}"]),
    "mypy": (["--cache-dir=/dev/null"], []),
    "pycodestyle": ([], []),
    "pydocstyle": ([], []),
    "pyflakes": ([], []),
    "pylint": (["--score=n", "--reports=n", "--persistent=n"], ["-j{jobs}"]),
    "pyright": (["--outputjson"], []),
    "ruff": (["check", "--no-cache", "-q"], []),
    "ruff-format": (["format", "--check", "--no-cache", "-q"], []),
    "vulture": ([], []),
}
# Tools that look at the whole tree, and what their own process is given instead of files.
TREE_TOOLS = {"vulture": ["."]}
PROGRAMS = {"ruff-format": "ruff", "codespell": "codespell"}
MODULES = {"codespell": "codespell_lib"}


@dataclass
class Cost:
    """Of one side in one round: seconds, and the most memory of all its processes together in MiB."""
    wall: float
    cpu: float
    memory: float


class Peak:
    """Adds up, many times a second, the memory that this process's descendants have for themselves."""

    def __init__(self):
        self.most, self.over = 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        """Look until it is over."""
        while not self.over.wait(0.1):
            self.most = max(self.most, sum(map(own_memory, descendants(os.getpid()))))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def descendants(process):
    """Process ids."""
    found = []
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/children", encoding="ascii") as file:
                for child in map(int, file.read().split()):
                    found += [child, *descendants(child)]
    except OSError:
        pass
    return found


def own_memory(process):
    """In MiB: its share of all its pages."""
    try:
        with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024
    except OSError:
        return 0.0


def measure(work):
    """The cost of what a function does by way of processes."""
    before, start = os.times(), time.monotonic()
    with Peak() as peak:
        work()
    wall = time.monotonic() - start
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, peak.most)


class Sides:
    """The three ways to lint the files of a corpus with one tool."""

    def __init__(self, options, tool, corpus, scratch):
        self.options, self.tool, self.corpus, self.scratch = options, tool, corpus, scratch
        self.environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment.update(LANG="C.UTF-8", PYTHONDONTWRITEBYTECODE="1", BLACK_CACHE_DIR=str(scratch / "black"))
        program = PROGRAMS.get(tool, tool)
        script = Path(os.path.dirname(options.python)) / program
        self.program = [str(script)] if script.exists() else [options.python, "-m", MODULES.get(tool, program)]
        self.part = sorted(random.Random(corpora.SEED).sample(corpus.files, min(options.alone, len(corpus.files))))

    def linter(self, words, files):
        """Run the tool itself."""
        done = subprocess.run([*self.program, *words, *files], cwd=self.corpus.tree, env=self.environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode < 0 or b"Traceback" in done.stderr:
            sys.exit(f"{self.tool} failed: {done.stderr.decode(errors='replace')[-1000:]}")

    def cached(self):
        """LintCache without any state."""
        state = self.scratch / "state"
        shutil.rmtree(state, ignore_errors=True)
        files = [] if self.tool in TREE_TOOLS else [str(self.corpus.tree / file) for file in self.corpus.files]
        done = subprocess.run([LINTCACHE, "lint", str(self.corpus.tree), *files, "--state", str(state), "--python",
                               self.options.python, "--tools", self.tool, "--jobs", str(self.options.jobs)],
                              capture_output=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"lintcache failed: {done.stderr.decode(errors='replace')[-1000:]}")

    def batch(self):
        """The tool's own way to do many files."""
        words, parallel = RIVALS[self.tool]
        shutil.rmtree(self.scratch / "black", ignore_errors=True)
        self.linter(words + [word.format(jobs=self.options.jobs) for word in parallel],
                    TREE_TOOLS.get(self.tool, self.corpus.files))

    def alone(self):
        """A process for each file of a part."""
        with ThreadPoolExecutor(self.options.jobs) as pool:
            list(pool.map(lambda file: self.linter(RIVALS[self.tool][0], [file]), self.part))


def compare(options, tool, corpus, scratch):
    """Measure the sides in turns and print a line."""
    sides = Sides(options, tool, corpus, scratch)
    whole = sum(1 for _ in corpus.tree.rglob("*.py")) if tool in TREE_TOOLS else len(corpus.files)
    costs = {"cached": [], "batch": [], **({} if tool in TREE_TOOLS else {"alone": []})}
    for _ in range(options.rounds):
        for name, rounds in costs.items():
            rounds.append(measure(getattr(sides, name)))

    def middle(name, fact):
        return statistics.median(getattr(cost, fact) for cost in costs[name])

    def ratio(rival, fact, scale=1.0):
        pairs = [getattr(cached, fact) / (getattr(other, fact) * scale) for cached, other in zip(costs["cached"], costs[rival])]
        return f"{statistics.median(pairs):5.2f} ({min(pairs):.2f}-{max(pairs):.2f})"

    scale = whole / len(sides.part)
    # Of one file alone a tool for trees says nothing.
    alone = ratio("alone", "wall", scale) if "alone" in costs else f"{'-':17}"
    print(f"{tool:12} {whole:5}  wall {ratio('batch', 'wall')}  cpu {ratio('batch', 'cpu')}  alone wall "
          f"{alone}  MiB {middle('cached', 'memory'):4.0f} / {middle('batch', 'memory'):4.0f}  "
          f"(batch {middle('batch', 'wall'):.1f} s)", flush=True)
    return statistics.median(cached.wall / batch.wall for cached, batch in zip(costs["cached"], costs["batch"]))


def main():
    """Compare the tools on the corpora."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", default=["scons", "django"])
    parser.add_argument("--tools", default=",".join(RIVALS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--files", type=int, default=0, help="a sample of so many files; 0: all")
    parser.add_argument("--alone", type=int, default=20, help="how many files get a process each, to be scaled up")
    parser.add_argument("--python", default=corpora.PYTHON)
    parser.add_argument("--at-most", type=float, help="fail where a median of the wall time is above this multiple of the batch")
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    print("LintCache, cold, against the tool's own batch: ratio of times, median (lowest-highest of the rounds)")
    worst = 0.0
    for name in options.corpora:
        with tempfile.TemporaryDirectory() as temporary:
            corpus = corpora.CORPORA[name](temporary)
            if options.files:
                corpus.files = sorted(random.Random(corpora.SEED).sample(corpus.files, min(options.files, len(corpus.files))))
            print(f"{name}, {options.jobs} jobs", flush=True)
            for tool in options.tools.split(","):
                worst = max(worst, compare(options, tool, corpus, Path(temporary)))
    if options.at_most and worst > options.at_most:
        sys.exit(f"{worst:.2f} is more than {options.at_most}")


if __name__ == "__main__":
    main()
