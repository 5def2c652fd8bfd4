# SPDX-License-Identifier: MIT
"""Drivers on several trees with gc, clean, export and import at once, on one store of results: each verdict is right, and nobody hangs."""
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

from provoke import HERE, LINTCACHE, LONG, SHARED, SHARING, Tiny, expect, expect_equal

SEED = int(os.environ.get("LINTCACHE_SEED", "1"))
SECONDS = 300 if LONG else 8
PATIENCE = 60  # for one command, when all others are at it
ENVIRONMENT = {**os.environ, **SHARING, "LINTCACHE_MAX_SIZE": "300K"}  # so little that something always has to leave
NAMES = ["clean.py", "found.py", "pkg/edited.py", "pkg/other.py"]
TEXTS = ["A = 1\n", "# SEEK\n", "B = 1\n# more\n", "x = 'SEEK'\n", "", "# SEEK\n# SEEK\n"]

end = time.monotonic() + SECONDS
troubles = []
counts = {}


def run(*command):
    """Run a command; its status and both streams."""
    done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE, env=ENVIRONMENT, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def judge(tree, texts, result):
    """What is wrong with a run's result, for files with these texts."""
    status, out, err = result
    found = [f"{tree.source}/{name}:1:1: warning: found SEEK [seek]" for name in sorted(texts) if "SEEK" in texts[name]]
    lines = err.decode().splitlines()
    others = [line for line in lines if line not in found and "waiting for another run" not in line]
    if status != (1 if found else 0) or [line for line in lines if line in found] != found or len(others) > 1:
        troubles.append((texts, found, status, out, err))


def guarded(work):
    """Do the work over and over, until time is up."""
    def loop():
        while time.monotonic() < end and not troubles:
            try:
                work()
                counts[work.__name__] = counts.get(work.__name__, 0) + 1
            except (OSError, subprocess.SubprocessError) as error:
                troubles.append((work.__name__, error))
    return threading.Thread(target=loop)


def editor_of(number):
    """Edits a tree, and lints it twice at once."""
    chosen = random.Random(f"{SEED} {number}")
    tree = Tiny(f"tree{number}")

    def edit_and_lint():
        for name in chosen.sample(NAMES, 2):
            tree.write(name, chosen.choice(TEXTS))
        texts = {name: tree.source.joinpath(name).read_text() for name in NAMES if tree.source.joinpath(name).exists()}
        if chosen.random() < 0.1:
            shutil.rmtree(tree.state, ignore_errors=True)
        second = [chosen.choice(([], ["--jobs", "3"])), ["--no-such-option"]][chosen.random() < 0.05]
        with subprocess.Popen(tree.command(*second), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as other:
            judge(tree, texts, run(*tree.command()))
            out, err = other.communicate(timeout=PATIENCE)
            if "--no-such-option" not in second:
                judge(tree, texts, (other.returncode, out, err))
    return edit_and_lint


def keeper():
    """Looks after the store in every way that there is."""
    chosen = random.Random(f"{SEED} keeper")

    def look_after():
        word = chosen.choice(["gc", "gc", "stats", "clean", "export", "import", "clean tree"])
        if word == "export":
            (HERE / "moved").unlink(missing_ok=True)
            command = ["export", str(HERE / "moved")]
        elif word == "import":
            if not (HERE / "moved").exists():
                return
            command = ["import", str(HERE / "moved")]
        elif word == "clean tree":
            command = ["clean", str(HERE / "tree0"), "--state", str(HERE / "tree0-state")]
        else:
            command = [word]
        status, out, err = run(LINTCACHE, *command)
        # An export of nothing is asked wrongly.
        if status not in ((0, 2) if word in ("export", "import") else (0,)):
            troubles.append((word, status, out, err))
        if word == "export" and b" 0 results" in out:
            (HERE / "moved").unlink()
        time.sleep(0.01)
    return look_after


threads = [guarded(editor_of(number)) for number in range(3)] + [guarded(keeper())]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts, f"seed {SEED}")
expect(not troubles, f"with seed {SEED}", *troubles[:3])

# What is left is whole, and of use.
for file in [SHARED / "results-1.sqlite", *HERE.glob("tree*-state/state.sqlite")]:
    with sqlite3.connect(file) as database:
        expect_equal(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], f"the check of {file}")
bad = [str(path) for path in HERE.rglob("*.bad")]
expect(not bad, "something was taken for damaged", *bad)
