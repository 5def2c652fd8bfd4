#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a scheduler costs for each task: LintCache's walker, Ninja and SCons on the same graph of empty tasks.

Ninja's are phony edges, SCons' are functions that return at once and leave nothing behind. With --processes each task is a
process, /bin/true, for LintCache and Ninja alike. The sides take turns; medians are told, with their ratios.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

SCONS = """
def nothing(target, source, env):
    return 0
env = Environment(ENV={})
env.Decider('timestamp-newer')
for i in range(COUNT):
    needed = ['t%d' % j for j in needs(i)]
    env.AlwaysBuild(env.Command('t%d' % i, needed, Action(nothing, cmdstr=None)))
""".replace("needs(i)", "([] if i == 0 else [(i - 1) // 2] + ([i - 1000] if i >= 1000 else []))")


def needs(task):
    """Of walk_tasks.cpp."""
    if task == 0:
        return []
    return [(task - 1) // 2] + ([task - 1000] if task >= 1000 else [])


def timed(*command, directory):
    """Seconds of a command that succeeds, and what it prints."""
    start = time.monotonic()
    done = subprocess.run(command, cwd=directory, capture_output=True, check=False, text=True)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, done.stdout


def write_ninja(directory, tasks, rule):
    """A build.ninja with this graph."""
    lines = ["rule empty\n  command = /bin/true\n"]
    for task in range(tasks):
        lines.append(f"build t{task}: {rule} {' '.join(f't{other}' for other in needs(task))}\n")
    lines.append(f"build all: phony {' '.join(f't{task}' for task in range(tasks))}\ndefault all\n")
    (directory / "build.ninja").write_text("".join(lines))


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walker", default=os.environ.get("LINTCACHE_WALKER", ""), help="the program walk_tasks")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--scons-tasks", type=int, default=10_000, help="its time for each task hardly depends on how many there are")
    parser.add_argument("--processes", type=int, default=0, help="also so many tasks that are processes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sides = {}

    def note(side, seconds, tasks):
        sides.setdefault(side, []).append(seconds / tasks * 1e6)

    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        memory = 0
        for _ in range(options.rounds):
            for name, width in (("lintcache, 1 thread", 1), (f"lintcache, {options.jobs} threads", options.jobs)):
                seconds, out = timed(options.walker, str(options.tasks), str(width), directory=directory)
                note(name, seconds, options.tasks)
                memory = int(out.split()[2])
            if shutil.which("ninja"):
                write_ninja(directory, options.tasks, "phony")
                note("ninja, phony", timed("ninja", "-j", str(options.jobs), directory=directory)[0], options.tasks)
            if shutil.which("scons") and options.scons_tasks:
                (directory / "SConstruct").write_text(SCONS.replace("COUNT", str(options.scons_tasks)))
                note("scons", timed("scons", "-s", "-j", str(options.jobs), directory=directory)[0], options.scons_tasks)
            if options.processes:
                seconds, _ = timed(options.walker, str(options.processes), str(options.jobs), "/bin/true", directory=directory)
                note("lintcache, processes", seconds, options.processes)
                if shutil.which("ninja"):
                    write_ninja(directory, options.processes, "empty")
                    note("ninja, processes", timed("ninja", "-j", str(options.jobs), directory=directory)[0], options.processes)
    print(f"{options.tasks} tasks, {options.rounds} rounds; the walker took {memory // 1024} MiB")
    for side, all_of in sides.items():
        ours = sides["lintcache, processes" if "processes" in side else f"lintcache, {options.jobs} threads"]
        ratio = statistics.median(other / own for other, own in zip(all_of, ours))
        print(f"{side:25} {statistics.median(all_of):9.2f} microseconds for each task, {ratio:.2f} times LintCache's")


if __name__ == "__main__":
    main()
