# SPDX-License-Identifier: MIT
"""Whichever bit of what is kept is flipped: the verdict of a fresh run, of the same tree and of one that changed meanwhile."""
import collections
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time

from provoke import HERE, LONG, SHARED, SHARING, Tiny, expect

SEED = int(os.environ.get("LINTCACHE_SEED", "1"))
SAMPLE = int(os.environ.get("LINTCACHE_SAMPLE", "24"))
PATIENCE = 20


def rows_of(file):
    """Each cell of the database: (table, row) to its values by column, as far as they can be read."""
    cells = {}
    try:
        with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as database:
            database.text_factory = bytes
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                cursor = database.execute(f"SELECT * FROM {table.decode()}")
                names = [column[0] for column in cursor.description]
                for number, row in enumerate(cursor):
                    for name, value in zip(names, row):
                        cells[table.decode(), name, number] = value
    except sqlite3.Error as error:
        cells["unreadable", str(error), 0] = None
    return cells


def places_of_columns(file, whole):
    """Where the bytes of each column lie: ("table.column", offsets), for values that are found in the file as they are."""
    found = collections.defaultdict(set)
    for (table, column, _), value in rows_of(file).items():
        if isinstance(value, bytes) and len(value) >= 3:
            at = whole.find(value)
            if at >= 0:
                found[f"{table}.{column}"].update(range(at, at + len(value)))
    return {column: sorted(offsets) for column, offsets in sorted(found.items())}


def damaged_columns(file, whole, other):
    """Which columns of which tables hold something else in the damaged bytes."""
    dumps = []
    for bytes_ in (whole, other):
        (HERE / "looked-at").write_bytes(bytes_)
        dumps.append(rows_of(HERE / "looked-at"))
    before, after = dumps
    columns = {key[:2] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return " ".join(sorted(".".join(column) for column in columns)) or "nothing that is read"


class Victim:
    """A database of ours that is damaged, and runs with it."""

    def __init__(self, name, tree, file, environment):
        self.name, self.tree, self.file, self.environment = name, tree, file, environment
        self.wrong = collections.Counter()
        self.examples = {}
        self.tried = 0

    def take(self):
        """What is to be damaged is what is there now."""
        self.tree.keep(self.name)
        self.whole = self.file.read_bytes()
        offsets = [at for at, byte in enumerate(self.whole) if byte or at % 64 == 0]
        chosen = random.Random(SEED)
        if not LONG:
            by_column = places_of_columns(self.file, self.whole)
            offsets = sorted(set(chosen.sample(offsets, SAMPLE // 2)).union(
                *[chosen.sample(one, min(len(one), SAMPLE // 2 // len(by_column) + 1)) for one in by_column.values()]))
        self.flips = [(at, 1 << chosen.randrange(8)) for at in offsets]

    def run_all(self, what, *options):
        """A run for each flip."""
        fresh = self.tree.seek_fresh()
        for at, bit in self.flips:
            self.tree.restore(self.name)
            damaged = bytearray(self.whole)
            damaged[at] ^= bit
            self.file.write_bytes(damaged)
            self.tried += 1
            try:
                run = self.tree.seek(*options, environment=self.environment)
            except subprocess.TimeoutExpired:
                self.note("hangs", what, at, bit, damaged, "")
                continue
            if run.status != fresh.status or run.findings != fresh.findings:
                kind = "wrong verdict" if run.status in (0, 1) else f"exit status {run.status}"
                self.note(kind, what, at, bit, damaged, run)
            elif len(run.other_lines) > 1:
                self.note("many warnings", what, at, bit, damaged, run)

    def note(self, kind, what, at, bit, damaged, run):
        """Remember what went wrong."""
        key = kind, what, damaged_columns(self.file, self.whole, bytes(damaged))
        self.wrong[key] += 1
        self.examples.setdefault(key, f"byte {at} ^ {bit:#04x} of {self.file.name}\n{run}")


def settled(seconds=0.3):
    """What was written is old enough for its time stamps to be trusted."""
    time.sleep(seconds)


tree = Tiny()
tree.patience = PATIENCE
alone = Victim("kept-alone", tree, tree.state / "state.sqlite", {"LINTCACHE_MAX_SIZE": "0"})
settled()
for _ in range(3):
    tree.seek(environment=alone.environment)
alone.take()

# Another clone, whose own state knows the interpreter and none of the files; what is shared knows them.
clone = Tiny("clone")
clone.patience = PATIENCE
for name in ("clean.py", "found.py", "pkg/edited.py"):
    clone.remove(name)
clone.write("other.py", "")
settled()
clone.seek(environment={"LINTCACHE_MAX_SIZE": "0"})
other = [str(HERE / "other-state") if word == str(tree.state) else word for word in tree.command()]
subprocess.run(other, check=False, capture_output=True, env={**os.environ, **SHARING})
shared = Victim("kept-shared", clone, SHARED / "results-1.sqlite", SHARING)
shared.take()
for name in ("clean.py", "found.py", "pkg/edited.py"):
    shutil.copy(tree.path(name), clone.path(name))
settled()

for victim in (alone, shared):
    victim.run_all("the same tree")
    victim.run_all("the same tree, another request", "--jobs", "3")
    victim.tree.write("seek.cfg", "1\n")
    settled()
    victim.run_all("a configuration came")
    victim.tree.remove("seek.cfg")
    victim.tree.write("clean.py", "A SEEK\n")
    victim.tree.write("new.py", "NEW SEEK\n")
    victim.tree.remove("found.py")
    settled()
    victim.run_all("files were edited, came and went")
    print(f"{victim.file.name}: {len(victim.whole)} bytes, {len(victim.flips)} flips, {victim.tried} runs")
for victim in (alone, shared):
    for key, count in sorted(victim.wrong.items()):
        print(count, *key, sep=" | ", file=sys.stderr)
        print(victim.examples[key], file=sys.stderr)
expect(not alone.wrong and not shared.wrong, "damage was believed")
