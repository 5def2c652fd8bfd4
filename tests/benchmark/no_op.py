#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a run costs in which nothing changed, beside ninja's stamps, a walk through the tree, and bare stats."""
import argparse
import math
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "truth"))

import corpora
from linters import MODULES, PROGRAMS, RIVALS

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
# No findings: ninja prints none either.
SETTINGS = {
    "setup.cfg": "[flake8]\nselect = E999\n[pycodestyle]\nselect = E902\n[pydocstyle]\nselect = D900\n",
    "pylintrc": "[MESSAGES CONTROL]\ndisable = all\nenable = syntax-error\n",
}

# Opens each directory and asks about each Python file: the least that a tool without memory could do.
WALK = r"""
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static long files, directories;
static void walk(int parent, const char* name) {
  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  DIR* stream = fdopendir(fd);
  ++directories;
  for (struct dirent* entry; (entry = readdir(stream));) {
    size_t length = strlen(entry->d_name);
    struct stat status;
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.') walk(fd, entry->d_name);
    else if (length > 3 && !strcmp(entry->d_name + length - 3, ".py") && !fstatat(fd, entry->d_name, &status, 0)) ++files;
  }
  closedir(stream);
}
int main(int count, char** words) { walk(AT_FDCWD, words[1]); printf("%ld %ld\n", files, directories); return count != 2; }
"""

# Asks about each path of a list, in one thread.
STAT = r"""
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
int main(int count, char** words) {
  static char line[8192];
  struct stat status;
  long found = 0;
  FILE* list = fopen(words[1], "r");
  while (fgets(line, sizeof line, list)) { line[strcspn(line, "\n")] = 0; found += !stat(line, &status); }
  printf("%ld\n", found);
  return count != 2;
}
"""


def make_tree(options, top):
    """The tree, copies of Django or small files."""
    tree = top / "tree"
    tree.mkdir()
    for name, text in SETTINGS.items():
        (tree / name).write_text(text)
    if options.small:
        for number in range(options.small):
            directory = tree / f"d{number // 1000}" / f"e{number // 20 % 50}"
            if number % 20 == 0:
                directory.mkdir(parents=True, exist_ok=True)
            (directory / f"m{number}.py").write_text(f'"""Module."""\n\nNUMBER = {number}\n')
        return tree
    source = corpora.PACKAGES / "django"
    for number in range(options.copies):
        shutil.copytree(source, tree / f"c{number}" / "django", ignore=shutil.ignore_patterns("__pycache__"))
    return tree


def compiled(text, program):
    """A C program."""
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-x", "c", "-", "-o", str(program)], input=text.encode(), check=True)
    return str(program)


def program_of(tool, python):
    """How a shell starts it."""
    script = Path(python).parent / PROGRAMS.get(tool, tool)
    return str(script) if script.exists() else f"{python} -m {MODULES.get(tool, tool)}"


def escaped(path):
    """As ninja reads names."""
    return str(path).replace("$", "$$").replace(" ", "$ ").replace(":", "$:")


def make_ninja(top, files, tools, python):
    """One edge for each file and tool, which makes a stamp; all made once. With LINT=1 the tool runs for it, too."""
    build = top / "ninja"
    build.mkdir()
    with open(build / "build.ninja", "w", encoding="utf-8") as out:
        for tool in tools:
            words = " ".join([program_of(tool, python), *RIVALS[tool][0]])
            out.write(f'rule {tool}\n  command = if [ -n "$$LINT" ]; then cd {escaped(top / "tree")} && {words} $in || true; cd {escaped(build)}; fi; '
                      "mkdir -p $$(dirname $out) && touch $out\n")
        for number, file in enumerate(files):
            for tool in tools:
                out.write(f"build s/{number // 500}/{number}.{tool}.stamp: {tool} {escaped(file)}\n")
    subprocess.run(["ninja", "-C", str(build), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return ["ninja", "-C", str(build)]


def timed(command, **variables):
    """Wall and CPU milliseconds from exec to exit, and what it said."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **variables})
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed: {done.stdout.decode()}{done.stderr.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000, done.stdout


def calls(command):
    """How many system calls it makes, by strace."""
    if not shutil.which("strace"):
        return "no strace"
    done = subprocess.run(["strace", "-f", "-c", "-o", "/dev/stdout", *command], capture_output=True, text=True, check=False)
    rows = [line.split() for line in done.stdout.splitlines() if line.endswith(tuple("abcdefghijklmnopqrstuvwxyz0123456789"))]
    counts = {row[-1]: int(row[3]) for row in rows if len(row) >= 5 and row[3].isdigit()}
    total = counts.pop("total", sum(counts.values()))
    most = sorted(counts.items(), key=lambda one: -one[1])[:4]
    return f"{total} calls: " + ", ".join(f"{count} {name}" for name, count in most)


def peak(command):
    """The most memory that one process had, MiB."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_maxrss / 1024


def measure(options, top):
    """All sides, interleaved."""
    tree = make_tree(options, top)
    directories = [Path(path) for path, _, _ in os.walk(tree)]
    files = sorted(tree.rglob("*.py"))
    paths = top / "paths"
    paths.write_text("".join(f"{path}\n" for path in directories + files))
    tools = options.tools.split(",")
    sides, state = {}, {}
    for backend in options.backends.split(","):
        state[backend] = top / f"state-{backend}"
        sides[f"lintcache {backend}"] = command = [
            LINTCACHE, "lint", str(tree), "--state", str(state[backend]), "--python", options.python, "--tools", ",".join(tools),
            "--backend", backend]
        begin = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True)
        cold = time.perf_counter() - begin
        time.sleep(0.1)
        subprocess.run(command, check=False, capture_output=True)
        size = sum(path.stat().st_size for path in state[backend].rglob("*") if path.is_file() and "bytecode" not in path.parts)
        print(f"{backend}: cold {cold:.1f} s, state {size / len(files):.0f} bytes a file, peak {peak(command):.0f} MiB in a no-op")
    if not options.no_ninja:
        sides["ninja"] = make_ninja(top, files, tools, options.python)
    sides["walk"] = [compiled(WALK, top / "walk"), str(tree)]
    sides["stat"] = [compiled(STAT, top / "stat"), str(paths)]
    print(f"{len(files)} files, {len(directories)} directories, tools: {', '.join(tools)}; load {os.getloadavg()[0]:.1f}")
    rounds = {name: [] for name in sides}
    for _ in range(options.rounds):
        for name in random.sample(sorted(sides), len(sides)):
            wall, cpu, said = timed(sides[name])
            rounds[name].append((wall, cpu))
            if name.startswith("lintcache") and b" 0 run" not in said:
                sys.exit(f"not a no-op: {said.decode()}")
    first = f"lintcache {options.backends.split(',')[0]}"
    for name, costs in rounds.items():
        ratio = statistics.median(mine[0] / its[0] for mine, its in zip(rounds[first], costs))
        print(f"{name:18} wall {statistics.median(cost[0] for cost in costs):8.1f} ms, CPU {statistics.median(cost[1] for cost in costs):8.1f} ms, "
              f"{first} takes {ratio:5.2f} of its wall; {calls(sides[name])}")
        if options.at_most and name in ("ninja", "walk") and ratio > options.at_most:
            sys.exit(f"more than {options.at_most} of {name}")


def edited(options, top):
    """What a run costs after one file was touched, and after one was edited, beside ninja, which makes a stamp for each tool again;
    where the file was edited, it runs the tools for that."""
    tree = make_tree(options, top)
    files = sorted(tree.rglob("*.py"))
    tools = options.tools.split(",")
    ours = [LINTCACHE, "lint", str(tree), "--state", str(top / "state"), "--python", options.python, "--tools", options.tools]
    ninja = make_ninja(top, files, tools, options.python)
    for _ in range(2):
        subprocess.run(ours, check=False, capture_output=True)
        time.sleep(0.1)
    print(f"{len(files)} files, tools: {options.tools}; load {os.getloadavg()[0]:.1f}")
    for what, runs, variables in (("touched", 0, {}), ("edited", len(tools), {"LINT": "1"})):
        costs = []
        for number in range(options.rounds):
            file = random.choice(files)
            if runs:
                with open(file, "a", encoding="utf-8") as out:
                    out.write(f"# round {number}\n")
            else:
                file.touch()
            time.sleep(0.1)
            sides = {"ours": lambda: timed(ours), "ninja": lambda: timed(ninja, **variables)}
            cost = {name: sides[name]() for name in random.sample(sorted(sides), len(sides))}
            if f" {runs} run".encode() not in cost["ours"][2]:
                sys.exit(f"not {runs} runs: {cost['ours'][2].decode()}")
            costs.append((cost["ours"], cost["ninja"]))
        for place, unit in ((0, "wall"), (1, "CPU")):
            mine, its = (statistics.median(pair[side][place] for pair in costs) for side in (0, 1))
            ratio = statistics.median(pair[0][place] / max(pair[1][place], 1) for pair in costs)
            print(f"one file {what}: {unit} {mine:.1f} ms, ninja {its:.1f} ms, ratio {ratio:.2f}", flush=True)


def growth(options, top):
    """A table of what small trees of these sizes cost, cold and without a change, and how that grows."""
    bare, last = compiled(STAT, top / "stat"), None
    print("files    | cold s | cold MiB | no-op ms | no-op MiB | stat ms | no-op/stat | bytes a file | slope of cold, no-op, bytes", flush=True)
    for size in options.growth:
        place = top / str(size)
        place.mkdir()
        options.small = size
        tree, state = make_tree(options, place), place / "state"
        paths = place / "paths"
        with open(paths, "w", encoding="utf-8") as out:
            for directory, _, names in os.walk(tree):
                out.write(f"{directory}\n" + "".join(f"{directory}/{name}\n" for name in names if name.endswith(".py")))
        command = [LINTCACHE, "lint", str(tree), "--state", str(state), "--python", options.python, "--tools", options.tools,
                   "--backend", options.backends.split(",")[0]]
        begin = time.perf_counter()
        most = peak(command)
        cold = time.perf_counter() - begin
        time.sleep(0.1)
        timed(command)
        pairs = []
        for _ in range(options.rounds):
            ours = timed(command)
            if b" 0 run" not in ours[2]:
                sys.exit(f"not a no-op: {ours[2].decode()}")
            pairs.append((ours[0], timed([bare, str(paths)])[0]))
        no_op, stat = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        kept = sum(path.stat().st_size for path in state.rglob("*") if path.is_file())
        now = (size, cold, no_op, kept)
        slopes = ", ".join(f"{math.log(new / old) / math.log(size / last[0]):.2f}" for new, old in zip(now[1:], last[1:])) if last else ""
        ratio = statistics.median(mine / its for mine, its in pairs)
        print(f"{size:8} | {cold:6.1f} | {most:8.0f} | {no_op:8.1f} | {peak(command):9.0f} | {stat:7.1f} | {ratio:10.2f} | {kept / size:12.0f} | {slopes}",
              flush=True)
        last = now
        if not options.keep:
            shutil.rmtree(place)


def replayed(options, top):
    """What it costs to show findings again: a tree of which each file has two, beside the same one without."""
    command, files = {}, 5000
    for name, text in (("found", "import os\nimport sys\n"), ("clean", "NUMBER = 1\nOTHER = 2\n")):
        for number in range(files):
            directory = top / name / f"d{number // 100}"
            directory.mkdir(parents=True, exist_ok=True)
            (directory / f"m{number}.py").write_text(text)
        command[name] = [LINTCACHE, "lint", str(top / name), "--state", str(top / f"state-{name}"), "--python", options.python,
                         "--tools", options.tools.split(",")[-1]]
        for _ in range(2):
            subprocess.run(command[name], check=False, capture_output=True)
            time.sleep(0.1)
    pairs = [(timed(command["found"])[0], timed(command["clean"])[0]) for _ in range(options.rounds)]
    print(f"{statistics.median(found - clean for found, clean in pairs):.1f} ms per {2 * files} replayed findings, "
          f"beside {statistics.median(clean for _, clean in pairs):.1f} ms for the run")


def main():
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=10, help="of Django (default 10)")
    parser.add_argument("--small", type=int, default=0, help="so many small files instead")
    parser.add_argument("--tools", default="flake8,pycodestyle,pyflakes", help="three linters (default: quick ones)")
    parser.add_argument("--backends", default="sqlite,files")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--python", default=os.environ.get("PYTHON", "/usr/bin/python3"))
    parser.add_argument("--no-ninja", action="store_true", help="leave it out: it starts a process for each stamp at first")
    parser.add_argument("--at-most", type=float, default=0, help="fail where it takes more than this share of ninja or the walk")
    parser.add_argument("--keep", help="work there and leave it, instead of in a temporary directory")
    parser.add_argument("--growth", type=lambda text: [int(size) for size in text.split(",")],
                        help="small trees of these sizes instead, as 1000,10000,100000,1000000")
    parser.add_argument("--edit", action="store_true", help="what a run costs after one file was touched or edited, instead, beside ninja")
    parser.add_argument("--findings", action="store_true", help="what showing findings again costs, instead")
    options = parser.parse_args()
    work = growth if options.growth else replayed if options.findings else edited if options.edit else measure
    if options.keep:
        Path(options.keep).mkdir(parents=True)
        return work(options, Path(options.keep))
    with tempfile.TemporaryDirectory() as top:
        return work(options, Path(top).resolve())


if __name__ == "__main__":
    main()
