# SPDX-License-Identifier: MIT
"""Places for what is kept that are read-only, missing, a file, somebody else's, or removed during the run."""
import os
import random
import shutil
import subprocess
import threading
import time

from provoke import (HERE, LINTCACHE, LONG, SEEK, SHARED, SHARING, Tiny, as_nobody, expect, expect_as_fresh, expect_equal)

tree = Tiny()
NOBODY = 65534
os.chmod(HERE, 0o755)


def anew():
    """Without anything that is kept."""
    for place in (tree.state, SHARED):
        if place.is_dir() and not place.is_symlink():
            subprocess.run(["chmod", "-R", "u+rwX", str(place)], check=True)
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def expect_sound(after, warnings=1, **more):
    """Twice the verdict of a fresh run."""
    for _ in range(2):
        run = tree.seek(environment=SHARING, **more)
        expect_as_fresh(run, tree.seek_fresh(), after, warnings)
    return run


def expect_recovered(after):
    """With the places as they should be, all is kept again."""
    expect_equal(expect_sound(after, warnings=1).summary["run"], 0, f"linters run once more after {after}")


# A file where a directory should be, a directory where a file should be, links that lead nowhere and to themselves.
for place in (tree.state, SHARED):
    for obstacle in ("file", "dangling link", "loop", "directory for a file", "fifo for a file"):
        anew()
        if obstacle == "file":
            place.write_text("in the way")
        elif obstacle == "dangling link":
            place.symlink_to(HERE / "nowhere/at/all")
        elif obstacle == "loop":
            place.symlink_to(place)
        else:
            place.mkdir()
            for name in (*(() if obstacle.startswith("fifo") else ("state.sqlite",)), "results-1.sqlite", "lock", "summary.json", "manifest.json", "imports_failed.txt",
                         "state.sqlite-journal", ".lintcache-clock", ".lintcache-swept"):
                if obstacle.startswith("fifo"):
                    os.mkfifo(place / name)
                else:
                    (place / name / "something").mkdir(parents=True)
        for number in range(2):
            tree.write("pkg/edited.py", f"# {obstacle} {number}\n")
            summary = tree.state / "summary.json"
            command = subprocess.run(tree.command(), capture_output=True, check=False, timeout=20, env={**os.environ, **SHARING})
            fresh = tree.seek_fresh()
            others = [line for line in command.stderr.splitlines() if line not in fresh.findings]
            expect(command.returncode == fresh.status and set(fresh.findings) <= set(command.stderr.splitlines()),
                   f"with a {obstacle} at {place.name}", command)
            expect(len(others) <= 1, f"too many warnings with a {obstacle} at {place.name}", *others)
        if place.is_symlink() or place.is_file():
            expect(place.is_symlink() or place.read_text() == "in the way", "what stood in the way was replaced")
anew()
expect_recovered("all obstacles")
