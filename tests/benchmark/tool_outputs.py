# SPDX-License-Identifier: MIT
"""The truth about a tree under edits: what linters themselves say, asked again wherever it could be something else.

What a linter said about a file stands as long as each file that its process opened below the tree holds the same, and no name
in the tree has come or gone: nothing else of the tree can reach it. LintCache has no part in that.
"""
import hashlib
import json
import os
import subprocess
from pathlib import Path

from oracle import findings_of

SERVER = Path(__file__).resolve().parents[1] / "random" / "tool_server.py"


class ToolOutputs:
    """Asks linters, each file in a fork of its own; what they say is as tests/random writes findings."""

    def __init__(self, tree, python):
        self.tree, self.python = tree, python
        self.servers = {}
        self.known = {}  # (tool, file): (names, {path: digest}, findings)
        self.asked = 0

    def say(self, tool, files):
        """{file: findings} of the tree as it is now."""
        names = self.names()
        digests = {}
        missing = [file for file in files if not self.stands(tool, file, names, digests)]
        self.asked += len(missing)
        for file, (status, out, err, opened) in zip(missing, self.ask(tool, missing) if missing else []):
            found = findings_of(tool, file, status, out, err)
            if found is None:
                raise RuntimeError(f"{tool} {file}: {status} {out} {err}")
            inside = sorted({os.path.realpath(path) for path in opened if os.path.realpath(path).startswith(f"{self.tree.scratch}/")})
            self.known[tool, file] = names, {path: digest(path, digests) for path in inside}, found
        return {file: self.known[tool, file][2] for file in files}

    def stands(self, tool, file, names, digests):
        """Whether what is known is still true."""
        if (tool, file) not in self.known:
            return False
        before, read, _ = self.known[tool, file]
        return before == names and all(digest(path, digests) == value for path, value in read.items())

    def names(self):
        """A digest of all names in the tree."""
        hasher = hashlib.sha256()
        for directory, directories, files in os.walk(self.tree.place):
            directories.sort()
            hasher.update(repr((directory, sorted(files))).encode())
        return hasher.hexdigest()

    def ask(self, tool, files):
        """From the server of the tool."""
        server = self.servers.get(tool)
        if server is None:
            program = os.path.join(os.path.dirname(self.python), tool)
            environment = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "TMPDIR") if name in os.environ}
            environment.update(LANG="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
            server = subprocess.Popen([self.python, str(SERVER), tool, program], cwd=self.tree.place, env=environment,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.servers[tool] = server
        server.stdin.write(json.dumps(files) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())

    def end(self):
        """End the servers."""
        for server in self.servers.values():
            server.stdin.close()
            server.wait()


def digest(path, known):
    """Of what a file holds; each is read once."""
    if path not in known:
        known[path] = hashlib.sha256(Path(path).read_bytes()).hexdigest() if os.path.isfile(path) else ""
    return known[path]
