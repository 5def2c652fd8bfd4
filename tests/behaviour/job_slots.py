# SPDX-License-Identifier: MIT
"""A linter that tells when it begins and ends, and a pool of job slots as make has one."""
import json
import os
import re
import select
import shutil
import subprocess
from pathlib import Path

from support import HERE, PYTHON, Story, expect, expect_equal

LOG = HERE / "probes"
# A line when it begins, one when it ends; lines of others may come between.
PROBE = f"""#!/bin/sh
echo + >> '{LOG}'
sleep 0.05
echo - >> '{LOG}'
"""


def write_probe():
    """Write the program; its path."""
    path = HERE / "probe"
    path.write_text(PROBE)
    path.chmod(0o755)
    return path


def probed_tree(name, files):
    """A tree whose only linter is the probe."""
    story = Story(name)
    for number in range(files):
        story.write(f"module_{number}.py", f"x = {number}\n")
    story.write("lintcache.json", json.dumps({
        "tools": ["probe"], "lint_tools": {"probe": {"command": [str(HERE / "probe"), "{file}"], "scope": "self", "always": True}}}))
    return story


def most_at_once(begun=None):
    """How many probes ran at the same time at most; they are counted and forgotten."""
    now = most = starts = 0
    for line in LOG.read_text().splitlines():
        now += 1 if line == "+" else -1
        starts += line == "+"
        most = max(most, now)
    LOG.unlink()
    if begun is not None:
        expect_equal(starts, begun, "how often the probe ran")
    return most


class Pool:
    """Job slots besides the one that everybody has, in a pipe or in a fifo."""

    def __init__(self, slots, style):
        self.bytes = b"".join(b"%d" % (i % 10) for i in range(slots))
        self.fifo = HERE / f"pool-{slots}"
        if style == "fifo":
            os.mkfifo(self.fifo)
            self.read_end = self.write_end = os.open(self.fifo, os.O_RDWR)
            self.name = f"fifo:{self.fifo}"
        else:
            self.read_end, self.write_end = os.pipe()
            self.name = f"{self.read_end},{self.write_end}"
        os.write(self.write_end, self.bytes)
        self.flags = f" -j{slots + 1} --jobserver-auth={self.name}"

    @property
    def descriptors(self):
        """What is to be handed down."""
        return () if self.name.startswith("fifo:") else (self.read_end, self.write_end)

    def expect_whole(self, when):
        """Fail unless all slots are back."""
        found = b""
        while select.select([self.read_end], [], [], 0)[0]:
            found += os.read(self.read_end, 100)
        os.write(self.write_end, self.bytes)
        expect(sorted(found) == sorted(self.bytes), f"{when}: slots {found!r} instead of {self.bytes!r}")

    def close(self):
        """Have no pool any more."""
        for end in {self.read_end, self.write_end}:
            os.close(end)
        self.fifo.unlink(missing_ok=True)


def makes():
    """Each make there is with each style of its job server, as (program, style, options): the make of PATH, one beside
    PYTHON_NEWEST, and those of TEST_MAKES, with `:` between."""
    newest = os.environ.get("PYTHON_NEWEST", "")
    programs = [shutil.which("make"), str(Path(newest).parent / "make"), *os.environ.get("TEST_MAKES", "").split(":")]
    for program in programs:
        if program and os.access(program, os.X_OK):
            said = subprocess.run([program, "--version"], capture_output=True, check=True, text=True, timeout=60).stdout
            version = re.match(r"GNU Make (\d+)\.(\d+)", said)
            print(f"{program} is {version.group()}")
            if (int(version.group(1)), int(version.group(2))) < (4, 4):
                yield program, "pipe", ()
            else:
                yield from ((program, style, (f"--jobserver-style={style}",)) for style in ("fifo", "pipe"))


def lint_command(story, *options):
    """The command line that lints the tree with its probe."""
    return [os.environ["LINTCACHE"], "lint", str(story.source), "--state", str(story.state), "--python", PYTHON, *options]
