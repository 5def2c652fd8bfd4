# SPDX-License-Identifier: MIT
"""LintCache's side: a run in a world with a state, and what it showed."""
import json
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from oracle import options_of, outer_environment

FINDING = re.compile(r"(.*?):(\d+:\d+): (?:warning|error): (.* \[[\w-]+\])")
LINTCACHE = os.environ.get("LINTCACHE", "lintcache")


@dataclass
class Shown:
    """What a run showed: its status, findings as the oracle writes them, the other lines, and all that it wrote."""
    status: int
    findings: list
    others: list
    err: str
    out: str
    records: dict = field(default_factory=dict)


class Cached:
    """Runs with one state."""

    def __init__(self, world, state, python, tools):
        self.world, self.state, self.python, self.tools = world, Path(state), python, tools
        self.forget()

    def forget(self):
        """Begin with an empty state."""
        shutil.rmtree(self.state, ignore_errors=True)

    def command(self, step):
        """The command line of a step."""
        files = [str(self.world.place / file) for file in step["files"] if (self.world.place / file).is_file()]
        return [LINTCACHE, "lint", str(self.world.tree), *files, "--state", str(self.state), "--python", self.python,
                "--tools", ",".join(step["tools"] or self.tools), *options_of(self.world, step)]

    def start(self, step):
        """The process of a run."""
        return subprocess.Popen(self.command(step), env=outer_environment(self.world, step), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                                text=True, errors="backslashreplace")

    def show(self, step):
        """Run and read."""
        process = self.start(step)
        out, err = process.communicate(timeout=600)
        found, others = [], []
        for line in err.splitlines():
            match = FINDING.fullmatch(line)
            if match:
                found.append(f"{os.path.relpath(match[1], self.world.tree)}:{match[2]} {match[3]}")
            else:
                others.append(line)
        return Shown(process.returncode, sorted(found), others, err, out, self.records())

    def records(self):
        """{(file, tool): [stamp or log]}."""
        told = subprocess.run([LINTCACHE, "log", "--json", "--state", str(self.state)], capture_output=True, check=False)
        found = {}
        for line in told.stdout.splitlines():
            one = json.loads(line)
            task = (one["file"], one["tool"]) if one["file"] else (one["tool"], "tree")
            found.setdefault(task, []).append("stamp" if one["verdict"] == "clean" else "log")
        return found

    def files(self, step):
        """The files that are linted, relative to the tree."""
        done = subprocess.run([LINTCACHE, "discover", str(self.world.tree), "--state", str(self.state), "--python", self.python, "--names",
                               *options_of(self.world, step)], env=outer_environment(self.world, step), capture_output=True,
                              check=True, text=True)
        files = done.stdout.splitlines()
        asked = {os.path.relpath(self.world.place / file, self.world.tree) for file in step["files"]} & set(files)
        return sorted(asked or files)

    def kill(self, step, seconds, how):
        """Start a run and end it after so many seconds, all its processes or only the driver."""
        process = self.start(step)
        time.sleep(seconds)
        if process.poll() is None:
            if how == "all":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.send_signal(signal.SIGINT if how == "interrupt" else signal.SIGKILL)
        process.communicate()


def play(cached, step):
    """Do what a step says, up to the run that counts; return what that showed."""
    world = cached.world
    world.do(step["operations"])
    if step["kill"]:
        cached.kill(step, *step["kill"])
    if step["during"]:
        before, operations, after = step["during"]
        process = cached.start(step)
        time.sleep(before)
        world.do(operations)
        if step["again"]:
            time.sleep(after)
            world.do(step["again"])
        process.communicate()
    return cached.show(step)
