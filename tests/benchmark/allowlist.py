#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What an allowlist of many names costs discovery, beside no list and beside as many EXCLUDE patterns."""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")


def make_tree(tree, files):
    """Write a tree of this many files, a hundred in each directory; their names, relative to it."""
    names = []
    for number in range(files):
        directory = tree / f"package_{number // 100:04}"
        if number % 100 == 0:
            directory.mkdir(parents=True)
        (directory / f"module_{number:06}.py").touch()
        names.append(f"{directory.name}/module_{number:06}.py")
    return names


class Side:
    """One way to leave files out, with a state directory of its own."""

    def __init__(self, scratch, tree, name, **settings):
        self.name, self.times = name, []
        manifest = scratch / f"{name.replace(' ', '-')}.json"
        manifest.write_text(json.dumps({"format": 1, "name": "benchmark", "source_dir": str(tree),
                                        "state_dir": str(scratch / manifest.stem), **settings}))
        self.command = [LINTCACHE, "discover", "--manifest", str(manifest)]

    def run(self, limit=None):
        """Number of files found, and notes the time; None where it took more than the limit."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            done = subprocess.run(self.command, capture_output=True, check=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        return int(done.stdout.split()[2])

    @property
    def median(self):
        """Milliseconds of processor time, which a busy machine changes less than the time on the clock."""
        return statistics.median(self.times) * 1e3


def main():
    """Time the sides in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20000, help="files of the tree")
    parser.add_argument("--names", type=int, default=50000, help="names on the list; the tree has one in a hundred of them")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--limit", type=float, default=300, help="seconds for the run with EXCLUDE patterns; 0 leaves it out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        files = make_tree(scratch / "tree", options.files)
        known = files[1::max(1, len(files) * 100 // options.names)][:options.names // 100]
        names = known + [f"generated/module_{number}.py" for number in range(options.names - len(known))]
        (scratch / "allowed.txt").write_text("\n".join(names) + "\n")
        make_tree(scratch / "small", 1)
        allowed = {"allowlist": str(scratch / "allowed.txt")}
        without = Side(scratch, scratch / "tree", "no list")
        listed = Side(scratch, scratch / "tree", "allowlist", **allowed)
        small_without = Side(scratch, scratch / "small", "one file, no list")
        small_listed = Side(scratch, scratch / "small", "one file, allowlist", **allowed)
        sides = {without: len(files), listed: len(files) - len(known), small_without: 1, small_listed: 1}
        for side, expected in sides.items():
            if side.run() != expected:
                sys.exit(f"{side.name}: not {expected} files")
            side.times.clear()
        for _ in range(options.rounds):
            for side in sides:
                side.run()
        print(f"{len(files)} files, {len(names)} names, {options.rounds} rounds in turns; medians of processor time")
        for side in sides:
            print(f"  {side.name:20} {side.median:9.2f} ms")
        reading = small_listed.median - small_without.median
        rest = listed.median - without.median - reading
        print(f"  reading the list     {reading:9.2f} ms, once in a run; the rest is {rest / len(files) * 1e6:+.0f} ns for each file")
        if options.limit:
            patterns = Side(scratch, scratch / "tree", "patterns", exclude=[f"/{name}" for name in names])
            found = patterns.run(options.limit)
            took = options.limit * 1e3 if found is None else patterns.median
            print(f"  EXCLUDE patterns     {took:9.2f} ms, one run{', not done by then' if found is None else ''}")


if __name__ == "__main__":
    main()
