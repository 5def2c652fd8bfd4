#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What tracing costs: commands untraced, with the preload library, by ptrace alone, and under strace, one after another."""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

UNITS = 24
FILES = ["json/decoder.py", "textwrap.py", "shlex.py"]


def sources(place, suffix):
    """Write a project of so many units, each with a header of its own and one of all, and its Makefile."""
    compiler, include = (("g++", "<string>\n#include <vector>") if suffix == "cpp" else ("gcc", "<stdio.h>\n#include <stdlib.h>"))
    names = [f"unit{number}" for number in range(UNITS)]
    for name in names:
        with open(f"{place}/{name}.h", "w", encoding="ascii") as file:
            file.write(f"#pragma once\nint {name}(int);\n")
        with open(f"{place}/{name}.{suffix}", "w", encoding="ascii") as file:
            file.write(f'#include "{name}.h"\n#include {include}\nint {name}(int i) {{ return i + 1; }}\n')
    with open(f"{place}/main.{suffix}", "w", encoding="ascii") as file:
        file.write("".join(f'#include "{name}.h"\n' for name in names) + "int main() { return unit0(-1); }\n")
    objects = " ".join(f"{name}.o" for name in names + ["main"])
    with open(f"{place}/Makefile", "w", encoding="ascii") as file:
        file.write(f"all: program\nprogram: {objects}\n\t{compiler} -o $@ {objects}\n"
                   f"%.o: %.{suffix}\n\t{compiler} -O1 -c $< -o $@\n")


def cost(words, place):
    """Run it, and return its seconds on the wall and of the processors, its own and its children's."""
    begun, wall = os.times(), time.monotonic()
    done = subprocess.run(words, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall, ended = time.monotonic() - wall, os.times()
    if done.returncode not in (0, 1, 4, 8, 16, 20, 28, 30):
        sys.exit(f"{words}: ended with {done.returncode}: {done.stderr.decode()}")
    return wall, sum(ended[2:4]) - sum(begun[2:4])


def main():
    """Measure, print a table, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trace_command", help="tests/helpers/trace/lintcache_trace_command of the build")
    parser.add_argument("library", help="helpers/liblintcache-trace.so of the build")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="one of flake8, pylint, c, c++")
    options = parser.parse_args()
    python = os.environ.get("PYTHON", "/usr/bin/python3")
    files = [os.path.join(os.path.dirname(os.__file__), name) for name in FILES]
    ways = {
        "untraced": [],
        "library": [options.trace_command, "--preload", options.library],
        "ptrace": [options.trace_command],
    }
    if shutil.which("strace"):
        ways["strace"] = ["strace", "-f", "-qq", "-e", "trace=file", "-o", "/dev/null"]
    with tempfile.TemporaryDirectory() as place:
        for suffix in ("c", "cpp"):
            os.mkdir(f"{place}/{suffix}")
            sources(f"{place}/{suffix}", suffix)
        commands = {
            "flake8": [python, "-B", "-m", "flake8", "-j1", *files],
            "pylint": [python, "-B", "-m", "pylint", "--disable=all", "--enable=E", *files],
            "c": ["/usr/bin/make", "-B", "-C", f"{place}/c"],
            "c++": ["/usr/bin/make", "-B", "-C", f"{place}/cpp"],
        }
        print(f"{'command':10}{'way':10}{'wall s':>10}{'cpu s':>10}{'wall ratio':>12}{'cpu ratio':>11}")
        for name, words in commands.items():
            if options.only not in ("", name):
                continue
            taken = {way: [] for way in ways}
            for _ in range(options.rounds):
                for way, before in ways.items():
                    taken[way].append(cost(before + words, place))
            for way, rounds in taken.items():
                ratios = [[ours[i] / bare[i] for ours, bare in zip(rounds, taken["untraced"])] for i in (0, 1)]
                wall, cpu = (statistics.median(one[i] for one in rounds) for i in (0, 1))
                print(f"{name:10}{way:10}{wall:10.3f}{cpu:10.3f}{statistics.median(ratios[0]):12.2f}"
                      f"{statistics.median(ratios[1]):11.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
