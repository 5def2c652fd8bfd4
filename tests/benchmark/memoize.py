#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What `lintcache run` costs: a hit beside starting a process, a first run beside an untraced one and one under strace."""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")


def timed(words, directory, environment):
    """Seconds by the clock on the wall, and of the processor."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run(words, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=False)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def paired(ways, rounds, directory, environment):
    """Medians of each way, which take turns; (wall, processor)."""
    samples = {name: [] for name in ways}
    for _ in range(rounds):
        for name, words in ways.items():
            samples[name].append(timed(words, directory, environment))
    return {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in samples.items()}


def prepare(top):
    """Files for the commands."""
    (top / "main.c").write_text("#include <stdio.h>\nint main(void) { return puts(\"x\") < 0; }\n")
    (top / "module.py").write_text('"""A module."""\nimport os\n')
    return {
        "cat": ["cat", "main.c"],
        "gcc -c": ["gcc", "-c", "main.c", "-o", "main.o"],
        "flake8": ["/usr/bin/python3", "-m", "flake8", "module.py"],
    }


def main():
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", help="one of the commands")
    parser.add_argument("--limit", type=float, help="fail if a hit costs more milliseconds over the start of a process")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        top = Path(place)
        commands = prepare(top)
        environment = {**os.environ, "LINTCACHE_MAX_SIZE": "1G", "LINTCACHE_DIR": str(top / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
        strace = shutil.which("strace")
        print(f"{'command':10} {'bare':>8} {'first run':>10} {'ptrace':>8} {'strace':>8} {'hit':>8}  over /bin/true   (ms on the wall; ratios of it)")
        worst = 0.0
        for name, words in commands.items():
            if arguments.only and name != arguments.only:
                continue
            run = [LINTCACHE, "run", "--quiet"]
            for _ in range(2):
                subprocess.run([*run, "--", *words], cwd=top, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
            ways = {"bare": words, "first": [*run, "--refresh", "--", *words], "ptrace": [*run, "--refresh", "--tracer", "ptrace", "--", *words]}
            if strace:
                ways["strace"] = [strace, "-f", "-o", "/dev/null", "-e", "trace=file", *words]
            costs = paired(ways, arguments.rounds, top, environment)
            time.sleep(0.1)
            hits = paired({"hit": [*run, "--", *words], "true": ["/bin/true"]}, arguments.rounds * 3, top, environment)
            over = (hits["hit"][0] - hits["true"][0]) * 1000
            worst = max(worst, over)
            bare = costs["bare"][0]
            cells = [f"{costs[way][0] * 1000:.1f} ({costs[way][0] / bare:.2f}x)" if way in costs else "-" for way in ("first", "ptrace", "strace")]
            print(f"{name:10} {bare * 1000:8.1f} {' '.join(f'{cell:>16}' for cell in cells)} {hits['hit'][0] * 1000:8.1f}  {over:+.1f}")
        if arguments.limit and worst > arguments.limit:
            sys.exit(f"a hit costs {worst:.1f} ms over the start of a process, more than {arguments.limit}")


if __name__ == "__main__":
    main()
