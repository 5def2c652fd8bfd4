#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How long a run takes when it begins with what took longest last time, beside the order of the files' names.

Lints a sample of the files of a package with pylint, twice for each number of workers: first with nothing recorded, which
is the order of the files, then, after a setting changed that every verdict depends on, with what the first run recorded.
From the trace comes how long each task took; with that both orders are also simulated, without what else the machine does.
With --simulated N one run over N files says how long they take, and both orders are simulated for each number of workers.
"""
import argparse
import heapq
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")


def simulated(durations, workers):
    """When the last of these ends, each begun in its turn as soon as a worker is free."""
    free = [0.0] * workers
    for duration in durations:
        heapq.heappush(free, heapq.heappop(free) + duration)
    return max(free)


def run(tree, state, workers):
    """One run: its seconds, and by task how long it took, in the order in which they began."""
    began, took = {}, {}
    start = time.monotonic()
    with subprocess.Popen([LINTCACHE, "lint", str(tree), "--state", str(state), "--python", PYTHON, "--tools", "pylint",
                           "--trace", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env={**os.environ, "CMAKE_BUILD_PARALLEL_LEVEL": str(workers), "LINTCACHE_MAX_SIZE": "0", "MAKEFLAGS": ""}) as process:
        for line in process.stdout:
            name, _, change = line.rstrip("\n").partition(": ")
            if change == "ready -> running":
                began[name] = time.monotonic()
            elif change.startswith("running -> ") and name in began:
                took[name] = time.monotonic() - began[name]
    return time.monotonic() - start, {name: took[name] for name in began if name in took}


def sample(package, count, tree):
    """Copy so many files of the package, chosen at random, with their places; how many there are."""
    files = sorted(path for path in package.rglob("*.py") if path.stat().st_size > 0)
    chosen = random.Random(1).sample(files, min(count, len(files)))
    for path in chosen:
        place = tree / path.relative_to(package.parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return len(chosen)


def simulate(options, scratch):
    """One run for the durations; then each order on paper, files in random order beside them."""
    tree = scratch / "large"
    count = sample(options.package, options.simulated, tree)
    _, took = run(tree, scratch / "large-state", options.workers[0])
    by_name = [took[name] for name in sorted(took)]
    print(f"{count} files took {sum(by_name):.1f} s in all, the longest {max(by_name):.2f} s, the middle one {statistics.median(by_name):.2f} s")
    shuffle = random.Random(2)
    for workers in options.workers:
        shuffled = statistics.median(simulated(shuffle.sample(by_name, len(by_name)), workers) for _ in range(50))
        first, longest = simulated(by_name, workers), simulated(sorted(by_name, reverse=True), workers)
        bound = max(max(by_name), sum(by_name) / workers)
        print(f"{workers} workers, simulated: by name {first:.2f} s, at random {shuffled:.2f} s, longest first {longest:.2f} s "
              f"({longest / first:.4f} of by name), no order can be below {bound:.2f} s")


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, default=Path("/usr/lib/python3/dist-packages/django"))
    parser.add_argument("--files", type=int, default=60, help="how many of them, chosen at random")
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--simulated", type=int, default=0, help="instead, run so many files once, and simulate the orders")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.simulated:
            simulate(options, Path(scratch))
            return
        tree = Path(scratch) / "tree"
        count = sample(options.package, options.files, tree)
        for workers in options.workers:
            real, ratios = [], []
            for number in range(options.rounds):
                state = Path(scratch) / f"state-{workers}-{number}"
                (tree / ".pylintrc").write_text("[FORMAT]\nmax-line-length=100\n")
                by_name, took = run(tree, state, workers)
                (tree / ".pylintrc").write_text("[FORMAT]\nmax-line-length=101\n")
                by_length, again = run(tree, state, workers)
                real.append((by_name, by_length))
                durations = [took[name] for name in sorted(took)]
                alphabet, longest = simulated(durations, workers), simulated(sorted(durations, reverse=True), workers)
                bound = max(max(durations), sum(durations) / workers)
                ratios.append((alphabet, longest, bound))
                if list(again)[:1] != [max(took, key=took.get)]:
                    print(f"  the second run began with {list(again)[0]}, the longest was {max(took, key=took.get)}")
            middle = [statistics.median(column) for column in zip(*ratios)]
            print(f"{workers} workers, {count} files, simulated: by name {middle[0]:.2f} s, longest first {middle[1]:.2f} s "
                  f"({middle[1] / middle[0]:.3f}), no order can be below {middle[2]:.2f} s")
            print(f"{workers} workers, real: by name {statistics.median(one for one, _ in real):.2f} s, longest first "
                  f"{statistics.median(two for _, two in real):.2f} s ({statistics.median(two / one for one, two in real):.3f})")


if __name__ == "__main__":
    main()
