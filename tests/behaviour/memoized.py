# SPDX-License-Identifier: MIT
"""What stories about `lintcache run` share: a directory, commands run in it with a memory, and what came of them."""
import os
import shutil
import signal
import subprocess
from pathlib import Path

from support import HERE, LINTCACHE, expect, expect_equal


class Memoized:
    """A directory in which commands are run and remembered."""

    def __init__(self, name="work", cache="cache"):
        self.top = HERE / name
        self.cache = HERE / cache
        self.top.mkdir(parents=True, exist_ok=True)

    def write(self, name, text="", mode=None):
        """Write a file with its parents."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if mode is not None:
            path.chmod(mode)

    def read(self, name):
        """The bytes of a file."""
        return (self.top / name).read_bytes()

    def run(self, *command, options=(), environment=None, stdin=b"", directory=None, prefix=(), patience=120):
        """Run a command through its memory; `sh` stands for a shell that runs one text."""
        words = ["sh", "-c", command[0]] if len(command) == 1 else list(command)
        full = {**os.environ, "LINTCACHE_MAX_SIZE": "2G", **(environment or {})}
        full = {name: value for name, value in full.items() if value is not None}
        process = subprocess.run([*prefix, LINTCACHE, "run", "--cache", str(self.cache), "--explain", *options, "--", *words],
                                 capture_output=True, input=stdin, cwd=directory or self.top, env=full, check=False,
                                 timeout=patience)
        return MemoRun(process)

    def runs(self, *command, **more):
        """Run, and fail unless it really ran and was kept."""
        result = self.run(*command, **more)
        expect(result.ran and result.is_kept, f"{command} did not run, or was not kept", result)
        return result

    def hits(self, *command, **more):
        """Run, and fail unless the memory answered."""
        result = self.run(*command, **more)
        expect(not result.ran, f"{command} ran", result)
        return result

    def is_not_kept(self, *command, because, **more):
        """Run, and fail unless nothing was kept for this reason."""
        result = self.run(*command, **more)
        expect(result.ran and not result.is_kept, f"{command} was kept", result)
        expect(because.encode() in result.said, f"the reason is not {because!r}", result)
        return result

    def snapshot(self):
        """All that is in the directory: names, types, modes, bytes, texts of links."""
        found = {}
        for directory, names, files in os.walk(self.top):
            for name in names + files:
                path = Path(directory, name)
                status = path.lstat()
                what = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
                found[str(path.relative_to(self.top))] = (oct(status.st_mode), what)
        return found

    def remove(self, name):
        """Remove a file or a directory with all in it."""
        path = self.top / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


class MemoRun:
    """What came of a command: status, what it printed, what lintcache said of it."""

    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        lines = process.stderr.splitlines(keepends=True)
        self.said = b"".join(line for line in lines if line.startswith(b"lintcache: "))
        self.err = b"".join(line for line in lines if not line.startswith(b"lintcache: "))
        self.ran = b"lintcache: runs: " in self.said
        self.is_kept = b"not cached: " not in self.said

    def __str__(self):
        ended = signal.Signals(-self.status).name if self.status < 0 else self.status
        return f"status {ended}\nout {self.out!r}\nerr {self.err!r}\nsaid {self.said.decode(errors='replace')}"

    def expect(self, status, out=None, err=None):
        """Fail unless status and streams are as wanted."""
        expect_equal(self.status, status, f"exit status of {self}")
        if out is not None:
            expect_equal(self.out, out, "standard output")
        if err is not None:
            expect_equal(self.err, err, "standard error")
        return self
