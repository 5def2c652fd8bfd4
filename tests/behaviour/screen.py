# SPDX-License-Identifier: MIT
"""A command on a terminal: what it wrote and when, and what a person sees of it."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
import unicodedata


class Screen:
    """Understands what our programs send: lines, going up, erasing what is below, colours. Anything else is an error."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [""]
        self.row = 0

    def feed(self, text):
        """Show more text."""
        for piece in re.findall(r"\033\[[?0-9;]*[A-Za-z]|\r|\n|[^\033\r\n]+", text):
            up = re.fullmatch(r"\033\[(\d+)A", piece)
            if piece == "\r":
                self.line_is_over = True
            elif piece == "\n":
                self.row += 1
                if self.row == len(self.rows):
                    self.rows.append("")
                self.line_is_over = True
            elif up:
                # Lines of a terminal that was made narrow took more rows, which are not imitated here.
                self.row = max(0, self.row - int(up.group(1)))
            elif piece == "\033[J":
                del self.rows[self.row + 1:]
                self.rows[self.row] = ""
            elif piece.startswith("\033[?7") or piece.endswith("m"):
                pass
            elif piece.startswith("\033"):
                raise ValueError(f"no terminal need understand {piece!r}")
            else:
                self.rows[self.row] = piece if self.line_is_over else self.rows[self.row] + piece
                self.line_is_over = False

    line_is_over = False

    def lines(self):
        """What is to be seen, without what is empty at its end."""
        rows = list(self.rows)
        while rows and not rows[-1]:
            rows.pop()
        return rows


def width(line):
    """Columns of a line without its colours."""
    plain = re.sub(r"\033\[[0-9;]*m", "", line)
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in plain)


class Shown:
    """One command on a terminal so wide, to its end."""

    def __init__(self, command, columns=80, environment=None, at_start=None):
        self.writes = []  # (seconds, text)
        self.blocks = []  # the lines of each block that was drawn, as they were sent
        begin = time.monotonic()
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            for name in ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LINTCACHE_PROGRESS"):
                os.environ.pop(name, None)
            os.environ["TERM"] = "xterm"
            os.environ.update(environment or {})
            os.execvp(command[0], command)
            sys.exit(127)
        self.screen = Screen(columns)
        data = b""
        while True:
            if at_start and time.monotonic() - begin > 0.5:
                at_start(pid, terminal)
                at_start = None
            if not select.select([terminal], [], [], 0.05)[0]:
                continue
            try:
                more = os.read(terminal, 65536)
            except OSError:
                break
            if not more:
                break
            data += more
            self.writes.append((time.monotonic() - begin, more.decode(errors="replace")))
        self.text = data.decode()
        self.status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(terminal)
        self.screen.feed(self.text)
        for block in re.findall(r"\033\[\?7l(.*?)\033\[\?7h", self.text, re.S):
            self.blocks.append(block.replace("\r", "").split("\n"))

    def most_draws_in_a_second(self):
        """How many blocks were drawn in the liveliest second."""
        times = [at for at, text in self.writes for _ in range(text.count("\033[?7l"))]
        return max([sum(1 for other in times if at <= other < at + 1) for at in times], default=0)

    def __str__(self):
        return f"status {self.status}\n{self.text!r}"
