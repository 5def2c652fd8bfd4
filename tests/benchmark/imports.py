#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What inferring footprints costs, beside one fresh interpreter for each file that imports it and collects `__file__`s."""
import argparse
import concurrent.futures
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "truth"))

import corpora
import fresh

LINTCACHE = os.environ.get("LINTCACHE", "lintcache")
PR_SET_CHILD_SUBREAPER = 36

# As lean as such a program can be: it ends without finalising the interpreter.
RIVAL = """
import sys, os
root, name, file, result = sys.argv[1:]
sys.path[0] = root
before = set(sys.modules)
try:
    if name:
        __import__(name)
    else:
        from importlib.util import spec_from_file_location, module_from_spec
        spec = spec_from_file_location("a_file", file)
        spec.loader.exec_module(module_from_spec(spec))
except BaseException:
    pass
files = []
for name in set(sys.modules) - before:
    try:
        files.append(str(object.__getattribute__(sys.modules[name], "__dict__").get("__file__")))
    except Exception:
        pass
with open(result, "w") as out:
    out.write("\\n".join(files))
os._exit(0)
"""


@dataclass
class Cost:
    """Of one side in one round: seconds, and the biggest process in MiB."""
    cpu: float
    wall: float
    rss: float
    files: int

    def line(self):
        """For one file."""
        return f"{self.cpu / self.files * 1e3:9.2f} {self.wall / self.files * 1e3:9.2f} {self.rss:8.0f}"


def run(command, directory, environment=None, with_orphans=False):
    """(processor seconds, MiB of the biggest process) of a command and its descendants, also of those that outlive it."""
    process = subprocess.Popen(command, cwd=directory, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {process.returncode}: {complaint.decode(errors='replace')[-2000:]}")
    usages = [usage]
    while with_orphans:
        try:
            usages.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            break
    return sum(one.ru_utime + one.ru_stime for one in usages), max(one.ru_maxrss for one in usages) / 1024


# Stands in for the worker and is ended in its place: the worker then sees the end of its requests, compiles what
# it has not yet, and ends.
PATIENT_WORKER = """#!{python}
import os, sys
worker = os.fork()
if worker == 0:
    os.setsid()
    os.execv({worker!r}, [{worker!r}] + sys.argv[1:])
os.waitpid(worker, 0)
"""


class Lintcache:
    """LintCache's side: all files of a corpus, with little printed."""

    def __init__(self, corpus, scratch):
        self.corpus, self.scratch = corpus, scratch
        self.cold, self.warm = scratch / "state", scratch / "state-with-byte-code"

    def infer(self, state, jobs, *options):
        """(processor seconds, MiB) of inferring all footprints with nothing but byte code known."""
        corpus = self.corpus
        included = [word for file in corpus.files for word in ("--include", "/" + file)]
        for file in state.glob("state.sqlite*"):
            file.unlink()
        return run([LINTCACHE, "deps", str(corpus.tree), os.path.join(corpus.tree, corpus.files[0]), "--reverse",
                    "--state", str(state), "--python", corpus.python, "--jobs", str(jobs), *included, *options],
                   self.scratch, with_orphans=True)

    def compiled(self):
        """How many files there is byte code of."""
        return sum(1 for _ in self.warm.glob("bytecode/**/*.pyc"))

    def prepare(self):
        """Have byte code compiled until there is no more; return for how many files."""
        real = os.environ.get("LINTCACHE_WORKER") or Path(shutil.which(LINTCACHE)).resolve().with_name("lintcache-python")
        patient = self.scratch / "patient-worker"
        patient.write_text(PATIENT_WORKER.format(python=sys.executable, worker=str(real)), encoding="utf-8")
        patient.chmod(0o755)
        before = -1
        # Where the directory is new, only what comes twice in the life of a worker is compiled.
        while before < (now := self.compiled()):
            before = now
            for _ in range(2):
                self.infer(self.warm, 1, "--worker", str(patient))
        return before

    def cost(self, jobs, with_byte_code):
        """Of one run; without byte code the state knows nothing at all."""
        if not with_byte_code:
            shutil.rmtree(self.cold, ignore_errors=True)
        start = time.monotonic()
        cpu, rss = self.infer(self.warm if with_byte_code else self.cold, jobs)
        return Cost(cpu, time.monotonic() - start, rss, len(self.corpus.files))


def rival_cost(corpus, files, jobs, byte_code, scratch):
    """Some files of the corpus, each in a fresh interpreter, so many at a time."""
    environment = fresh.environment(byte_code)

    def one(file):
        path = os.path.join(corpus.tree, file)
        root, name = fresh.name_of(path)
        command = [corpus.python, "-c", RIVAL, root, name, path, str(scratch / f"{abs(hash(file))}.result")]
        return run(command, corpus.tree, environment)

    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        costs = list(pool.map(one, files))
    return Cost(sum(cpu for cpu, _ in costs), time.monotonic() - start, max(rss for _, rss in costs), len(files))


def noise():
    """Seconds that a fixed piece of work takes now."""
    start = time.process_time()
    sum(number * number for number in range(1_000_000))
    return time.process_time() - start


def median(costs, field):
    """The median over rounds, for one file."""
    return statistics.median(getattr(cost, field) / cost.files for cost in costs)


def ratios(rivals, own, field):
    """How many times less LintCache takes, round by round: the median, the lowest and the highest."""
    found = [median([rival], field) / median([mine], field) for rival, mine in zip(rivals, own)]
    return statistics.median(found), min(found), max(found)


# (LintCache's side, the rival's, what is compared)
COLD, KEPT = "LintCache, cold", "LintCache with byte code"
FRESH, WITHOUT = "a fresh interpreter", "one without byte code of the tree"
PAIRINGS = [(COLD, WITHOUT, "neither has byte code"), (KEPT, FRESH, "both have"), (COLD, FRESH, "only the rival has")]


def report(name, jobs, costs):
    """One table: the sides one under the other, and the ratios; return the least one of processor time."""
    print(f"\n{name}, {jobs} at a time: "
          f"LintCache infers {costs[COLD][0].files} files, {costs[FRESH][0].files} fresh interpreters")
    print(f"  {'milliseconds for each file, MiB':34} {'CPU':>9} {'wall':>9} {'peak':>8}")
    for side, all_rounds in costs.items():
        middle = Cost(median(all_rounds, "cpu"), median(all_rounds, "wall"), max(cost.rss for cost in all_rounds), 1)
        print(f"  {side:34} {middle.line()}")
    worst = float("inf")
    for mine, rival, what in PAIRINGS:
        if mine not in costs or rival not in costs:
            print(f"  {what + ':':23} left out")
            continue
        cpu, wall = (ratios(costs[rival], costs[mine], field) for field in ("cpu", "wall"))
        print(f"  {what + ':':23} LintCache takes {cpu[0]:.1f} times less CPU ({cpu[1]:.1f} to {cpu[2]:.1f}), "
              f"{wall[0]:.1f} times less time ({wall[1]:.1f} to {wall[2]:.1f})", flush=True)
        worst = min(worst, cpu[0])
    return worst


def measure(name, options, scratch):
    """Interleaved rounds on one corpus; return the least ratio of processor time, None where it is not there."""
    try:
        corpus = corpora.CORPORA[name](scratch)
    except corpora.NotHere as why:
        print(f"{name}: left out: {why}")
        return None
    files = corpora.sample(corpus.files, options.files)
    own = Lintcache(corpus, scratch)
    byte_code = scratch / "byte-code"

    sides = {COLD: lambda jobs: own.cost(jobs, False), FRESH: lambda jobs: rival_cost(corpus, files, jobs, byte_code, scratch)}
    if own.prepare() > 0:
        sides[KEPT] = lambda jobs: own.cost(jobs, True)
    # What lies beside the sources would be used.
    if not any(corpus.tree.rglob("__pycache__")):
        sides[WITHOUT] = lambda jobs: rival_cost(corpus, files, jobs, None, scratch)
    sides[FRESH](2)  # so that its byte code is there
    worst = []
    for jobs in options.jobs:
        costs, work = {}, []
        for _ in range(options.rounds):
            work.append(noise())
            for side, cost in sides.items():
                costs.setdefault(side, []).append(cost(jobs))
        worst.append(report(name, jobs, costs))
        print(f"  the same piece of work took {min(work) * 1e3:.0f} to {max(work) * 1e3:.0f} ms of processor between rounds; "
              f"load {os.getloadavg()[0]:.1f}; byte code of {own.compiled()} files")
    return min(worst)


def main():
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"default: {' '.join(corpora.CORPORA)}")
    parser.add_argument("--files", type=int, default=60, help="how many fresh interpreters a round; 0: one for each file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--at-least", type=float, default=0, help="fail where LintCache takes not so many times less CPU")
    options = parser.parse_args()
    if unknown := set(options.corpora) - set(corpora.CORPORA):
        parser.error(f"there is no corpus {' '.join(sorted(unknown))}")
    if not shutil.which(LINTCACHE):
        parser.error(f"there is no program {LINTCACHE}: put it on PATH, or name it by LINTCACHE")
    # What a killed worker leaves behind is ours to wait for, and counts.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    print(f"{os.cpu_count()} processors, load {' '.join(f'{load:.1f}' for load in os.getloadavg())}, "
          f"{options.rounds} rounds")
    good = True
    for name in options.corpora or corpora.CORPORA:
        with tempfile.TemporaryDirectory() as scratch:
            worst = measure(name, options, Path(scratch).resolve())
        if worst is not None and worst < options.at_least:
            print(f"{name}: {worst:.1f} times less CPU, fewer than {options.at_least:g}")
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
