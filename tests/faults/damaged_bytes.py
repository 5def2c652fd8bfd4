# SPDX-License-Identifier: MIT
"""Files of ours that are cut, overwritten, mixed up or of another version: the verdict of a fresh run, soon, and all is well after it."""
import os
import random
import sqlite3
import subprocess

from provoke import HERE, LINTCACHE, LONG, SHARED, SHARING, Tiny, Troubles, expect, expect_equal

SAMPLE = 12
tree = Tiny()
chosen = random.Random(int(os.environ.get("LINTCACHE_SEED", "1")))
troubles = Troubles()


def begin(texts):
    """A tree with this edit, and all that is kept of it."""
    tree.write("pkg/edited.py", texts)
    for _ in range(2):
        tree.seek(environment=SHARING)


def expect_sound(after):
    """Three runs: right, right and quiet, with nothing to do."""
    try:
        for number in range(3):
            run = tree.seek(environment=SHARING)
            troubles.judge(run, tree.seek_fresh(), after, warnings=int(number < 2), which=f" in run {number + 1}")
        if run.summary is None or run.summary["run"] > 0:
            troubles.note("linters run in run 3", f"after {after}", run)
    except subprocess.TimeoutExpired:
        troubles.note("no end", f"after {after}")


def damaged(whole, other):
    """(what was done, bytes): each way to damage a file, of which there is an older generation."""
    size = len(whole)
    cuts = range(size) if LONG else [0, 1, 15, 16, 99, 100, 4095, 4096, 4097, size - 1] + chosen.sample(range(size), SAMPLE)
    for at in sorted({at for at in cuts if 0 <= at < size}):
        yield f"cut at {at}", whole[:at]
    for at in chosen.sample(range(0, size, 512), SAMPLE if not LONG else len(range(0, size, 512))):
        yield f"zeros from {at}", whole[:at] + bytes(min(512, size - at)) + whole[at + 512:]
        yield f"older bytes from {at}", whole[:at] + other[at:at + 512].ljust(min(512, size - at), b"\0") + whole[at + 512:]
        page = at // 4096 * 4096
        elsewhere = chosen.randrange(0, size, 4096)
        yield f"page {page} is that of {elsewhere}", whole[:page] + whole[elsewhere:elsewhere + 4096] + whole[page + 4096:]
    yield "zeros", bytes(size)
    yield "noise", chosen.randbytes(size)
    yield "text", b"What is this?\n" * 500
    for length in (1, 512, 4096, 5000):
        yield f"{length} more bytes of noise", whole + chosen.randbytes(length)
        yield f"{length} more zeros", whole + bytes(length)
    yield "older", other


DATABASES = {"state.sqlite": tree.state, "results-1.sqlite": SHARED}
OTHERS = {name: tree.state for name in ("lock", "summary.json", "manifest.json", "imports_failed.txt", ".lintcache-clock",
                                        ".lintcache-swept", "state.sqlite-journal")}
begin("# an older text\n")
tree.keep("older")
begin("# SEEK\n")
tree.keep()
tried = 0
for name, place in {**DATABASES, **OTHERS}.items():
    tree.restore()
    file = place / name
    whole = file.read_bytes() if file.exists() else b""
    older = (HERE / "older" / place.name / name).read_bytes() if file.exists() else b""
    if name in DATABASES:
        forms = damaged(whole, older)
    else:
        forms = [("empty", b""), ("noise", chosen.randbytes(3000)), ("cut", whole[:len(whole) // 2]), ("zeros", bytes(4096))]
    for what, content in forms:
        tree.restore()
        if file.suffix == ".sqlite" and chosen.random() < 0.5:
            # It matters more where the whole run is not remembered.
            tree.write("data.txt", f"{tried}")
        file.write_bytes(content)
        expect_sound(f"{name}: {what}")
        tried += 1
print(f"{tried} ways to damage what is kept")

# A journal of another database, or of an older moment, is not played back into this one.
with sqlite3.connect(HERE / "other.sqlite", isolation_level=None) as database:
    database.execute("CREATE TABLE file (path)")
    database.execute("PRAGMA journal_mode=PERSIST")
    database.execute("BEGIN")
    database.executemany("INSERT INTO file VALUES (?)", [(bytes(1000),)] * 100)
    database.execute("PRAGMA cache_spill=ON")
    database.execute("PRAGMA cache_size=1")
    database.executemany("INSERT INTO file VALUES (?)", [(bytes(1000),)] * 100)
    journal = (HERE / "other.sqlite-journal").read_bytes()
for name, place in DATABASES.items():
    tree.restore()
    (place / (name + "-journal")).write_bytes(journal)
    expect_sound(f"{name}: with the journal of another database")

# What other versions keep is left alone, by every verb.
tree.restore()
theirs = {SHARED / "results-2.sqlite": b"of a later version", SHARED / "results-0.sqlite": b"of an earlier one",
          SHARED / "something": b"of nobody", tree.state / "state-9.sqlite": b"of a later version"}
for path, content in theirs.items():
    path.write_bytes(content)
tree.write("pkg/edited.py", "# with neighbours\n")
tree.seek(environment={**SHARING, "LINTCACHE_MAX_SIZE": "30K"})
for verb in ("gc", "stats", "clean"):
    expect_equal(subprocess.run([LINTCACHE, verb], check=False, capture_output=True, env={**os.environ, **SHARING}).returncode, 0, verb)
expect_sound("files of other versions")
for path, content in theirs.items():
    expect(path.exists() and path.read_bytes() == content, f"{path} is not as it was")
troubles.end()
