# SPDX-License-Identifier: MIT
"""Whole entries that lie under the name of another one, as a file server or a tool may leave them: each says what it is for, and is a miss."""
import os
import shutil
import sqlite3
import time
from pathlib import Path

from provoke import HERE, SETTINGS, Story, Tiny, Troubles, expect

troubles = Troubles()
ALONE = {"LINTCACHE_MAX_SIZE": "0"}


class Two(Tiny):
    """The same with a second linter, so that two requests have two results."""

    def __init__(self, name, **settings):
        seek = SETTINGS["lint_tools"]["seek"]
        super().__init__(name, state=f"state-{name}", lint_tools={"seek": seek, "peek": {**seek, "config": ["peek.cfg"]}}, **settings)
        self.write("pkg/peek.py", "# SEEK more\n")

    def seek(self, *options, **more):
        """Both linters, with nothing shared."""
        return self.lint(*options, tools="seek,peek", environment=ALONE, **more)

    def seek_fresh(self):
        """What a run says that knows nothing."""
        text = Path(os.fsdecode(self.path("pkg/edited.py"))).read_text()
        if text not in self.known:
            self.known[text] = Story(self.source.name, state="fresh-state").lint(tools="seek,peek", environment=ALONE)
            shutil.rmtree(HERE / "fresh-state")
        return self.known[text]


def made(name, **settings):
    """A tree whose files say different things, and which is known in two states and by two requests."""
    tree = Two(name, **settings)
    for text in ("# SEEK\nC = 1\n", "D = 1\n"):
        tree.write("pkg/edited.py", text)
        for _ in range(2):
            time.sleep(0.05)
            tree.seek()
    return tree


def judge(tree, what):
    """Three runs after it: the first one with all that is remembered of whole runs, then after a file was touched, then with edits."""
    lines = 0
    for number, step in enumerate((None, ("clean.py", "A = 1\n"), ("pkg/edited.py", "# SEEK\nC = 1\n"), ("pkg/edited.py", "D = 1\n"))):
        if step:
            tree.write(*step)
        run = tree.seek()
        troubles.judge(run, tree.seek_fresh(), what, warnings=1, which=f" in run {number + 1}")
        lines += len(run.other_lines)
    expect(lines <= 1, f"after {what}: {lines} lines of warning")


def swapped(connection, table, keys, first, second):
    """Give two rows the contents of each other, and leave their keys."""
    rest = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in keys]
    rows = [connection.execute(f"SELECT {', '.join(keys + rest)} FROM {table} WHERE "
                               + " AND ".join(f"{key} IS ?" for key in keys), which).fetchone() for which in (first, second)]
    for row, other in (rows, reversed(rows)):
        connection.execute(f"UPDATE {table} SET " + ", ".join(f"{name} = ?" for name in rest) + " WHERE "
                           + " AND ".join(f"{key} IS ?" for key in keys), (*other[len(keys):], *row[:len(keys)]))


KEYS = {"file": ["path"], "directory": ["path"], "input": ["id"], "input_group": ["id"], "input_set": ["id"], "decision": ["file", "tool"],
        "key_parts": ["digest"], "latch": ["name"], "record": ["file", "tool"], "replay": ["key"], "replay_part": ["key", "part"]}
tried = 0
tree = made("rows")
tree.keep()
with sqlite3.connect(tree.state / "state.sqlite") as known:
    tables = [row[0] for row in known.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    names = {table: known.execute(f"SELECT {', '.join(KEYS[table])} FROM {table}").fetchall() for table in tables}
expect(len(names["replay"]) > 0 and len(names["input_set"]) > 3, "there is not enough to swap")
for table, rows in names.items():
    # A neighbour, and one far away.
    pairs = {(at, (at + step) % len(rows)) for at in range(0, len(rows), max(1, len(rows) // 3)) for step in (1, len(rows) // 2) if len(rows) > 1}
    for one, other in sorted(pairs):
        if one == other:
            continue
        tree.restore()
        tree.write("pkg/edited.py", "D = 1\n")
        with sqlite3.connect(tree.state / "state.sqlite") as damaged:
            swapped(damaged, table, KEYS[table], rows[one], rows[other])
        judge(tree, f"rows of {table} changed places: {rows[one]!r:.80} and {rows[other]!r:.80}")
        tried += 1

# A whole run that was asked for otherwise, with fewer linters, in place of one that still holds.
for columns in (["snapshot"], ["report"], ["snapshot", "report"]):
    tree.restore()
    other = Story(tree.source.name, state="state-fewer")
    time.sleep(0.05)
    for _ in range(2):
        tree.seek()
        other.lint(tools="peek", environment=ALONE)
    with sqlite3.connect(other.state / "state.sqlite") as known:
        fewer = known.execute(f"SELECT {', '.join(columns)} FROM replay").fetchone()
    with sqlite3.connect(tree.state / "state.sqlite") as damaged:
        changed = damaged.execute("UPDATE replay SET " + ", ".join(f"{name} = ?" for name in columns), fewer).rowcount
    expect(fewer and changed == 1, "no whole run is remembered")
    judge(tree, f"another run in place of a remembered one: {' and '.join(columns)}")
    tried += 1

# Sidecars as well.
tree = made("sidecars", backend="files")
tree.keep()
kinds = {}
for path in sorted(tree.state.rglob("*")):
    if path.is_file() and path.suffix in (".digest", ".deps", ".manifest", ".decisions", ".groups"):
        kinds.setdefault(path.suffix, []).append(path.relative_to(tree.state))
expect(len(kinds) >= 4, "there are too few sidecars", kinds)
for kind, paths in kinds.items():
    for one, other in zip(paths, paths[1:] + paths[:1]):
        if one == other:
            continue
        tree.restore()
        tree.write("pkg/edited.py", "D = 1\n")
        shutil.copy(HERE / "kept" / tree.state.name / other, tree.state / one)
        judge(tree, f"{other} copied over {one}")
        tried += 1
print(f"{tried} entries under the names of others")
troubles.end()
