# SPDX-License-Identifier: MIT
"""What is true: what each linter says by itself about each file of a world, in a process of its own."""
import concurrent.futures
import json
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "behaviour"))

from compare_with_fresh_processes import FLAKE8, PYLINT

KNOWN = ("flake8", "pylint")  # the tools whose output it can read
ABOUT_PYLINT = re.compile(r": (F0002|F0011|E0013): ")
MESSAGE = re.compile(r".+:\d+:\d+: [A-Z]\d{4}: ")
NO_MESSAGE = re.compile(r"\*{13} |-{10}|Your code has been rated")


def findings_of(tool, file, status, out, err):
    """`file:line:column text [rule]` for each finding, sorted; None if the tool broke."""
    broke = "Traceback (most recent call last)" in err or status < 0
    if tool == "flake8":
        broke = broke or status not in (0, 1) or "There was a critical error" in out
    else:
        broke = broke or status & 32 or ABOUT_PYLINT.search(out)
    if broke:
        return None
    messages, foreign = [], False
    for line in out.splitlines():
        if line.startswith(file + ":"):
            foreign = False
            messages.append(line[len(file) + 1:])
        elif MESSAGE.match(line):
            foreign = True
        elif not foreign and messages and line and not NO_MESSAGE.match(line):
            messages[-1] += " " + line
    found = []
    for message in messages:
        match = (FLAKE8 if tool == "flake8" else PYLINT).fullmatch(message)
        if not match:
            raise ValueError(f"{tool} prints of {file}: {message}")
        found.append(f"{file}:{max(int(match['line']), 1)}:{max(int(match['column']) + (tool == 'pylint'), 1)} {match['text']} [{match['rule']}]")
    return sorted(found)


class Oracle:
    """Asks the tools themselves, and remembers what they said about the very same world."""

    def __init__(self, world, python):
        self.world, self.python = world, python
        self.known = {}
        self.servers = {}
        self.asked = 0

    def program(self, tool):
        """The script of a tool, beside the interpreter."""
        return os.path.join(os.path.dirname(self.python), tool)

    def environment(self, step, tool):
        """What LintCache says that it gives a tool."""
        outer = outer_environment(self.world, step)
        passed = ["PATH", "HOME", "USER", "TMPDIR", "PYTHONPATH"] + (["PYLINTRC"] if tool == "pylint" else [])
        environment = {name: outer[name] for name in passed if outer.get(name)}
        environment.update(LANG="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
        options = options_of(self.world, step)
        path = [value for name, value in zip(options[::2], options[1::2]) if name == "--python-path"]
        path += [environment["PYTHONPATH"]] if "PYTHONPATH" in environment else []
        if path:
            environment["PYTHONPATH"] = ":".join(path)
        environment.update(value.split("=", 1) for name, value in zip(options[::2], options[1::2]) if name == "--environment")
        return environment

    def say(self, step, tool, files):
        """{file: findings, or None if the tool broke}."""
        environment = self.environment(step, tool)
        about = (self.world.digest(), tuple(sorted(environment.items())), tool)
        missing = [file for file in files if (about, file) not in self.known]
        if missing:
            self.asked += len(missing)
            for file, reply in zip(missing, self.ask(tool, environment, missing)):
                self.known[about, file] = findings_of(tool, file, *reply[:3])
        return {file: self.known[about, file] for file in files}

    def ask(self, tool, environment, files):
        """[status, output, complaints] of each file, from a server."""
        key = tool, tuple(sorted(environment.items()))
        server = self.servers.get(key)
        # The directory itself may have been another one when the server started.
        if server is None or server.poll() is not None or server.inode != os.stat(self.world.tree).st_ino:
            self.end()
            server = subprocess.Popen([self.python, str(HERE / "tool_server.py"), tool, self.program(tool)], cwd=self.world.tree,
                                      env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            server.inode = os.stat(self.world.tree).st_ino
            self.servers[key] = server
        server.stdin.write(json.dumps(files) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())

    def end(self, tool=None):
        """End the servers."""
        for key in [key for key in self.servers if tool in (None, key[0])]:
            server = self.servers.pop(key)
            server.stdin.close()
            server.wait()
            server.stdout.close()

    def say_alone(self, step, tool, files):
        """The same, each file in a process that was started for it."""
        environment = self.environment(step, tool)

        def one(file):
            done = subprocess.run([self.python, self.program(tool), file], cwd=self.world.tree, env=environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, check=False, text=True, errors="backslashreplace")
            return findings_of(tool, file, done.returncode, done.stdout, done.stderr)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return dict(zip(files, pool.map(one, files)))


def options_of(world, step):
    """The options of a step, with places filled in."""
    return [word.replace("@/", f"{world.place}/") for word in step["options"]]


def outer_environment(world, step):
    """The environment of who calls LintCache."""
    kept = {name: os.environ[name] for name in ("PATH", "USER", "TMPDIR", "LD_LIBRARY_PATH", "LINTCACHE_WORKER", "LINTCACHE_MAX_SIZE") if name in os.environ}
    variables = {name: value.replace("@/", f"{world.place}/") for name, value in step["variables"].items()}
    return {**kept, "HOME": str(world.place / "home"), **variables}
