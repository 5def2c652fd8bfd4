# SPDX-License-Identifier: MIT
"""Links that are swapped, files that come, go and become directories while they are looked for; names and paths as long as can be; huge files."""
import os
import random
import shutil
import signal
import subprocess
import threading
import time

from provoke import HERE, LONG, SEEK, SHARING, Tiny, as_nobody, expect, expect_as_fresh, expect_equal

chosen = random.Random(1)


def make(path, what):
    """Make one of several things of a path."""
    if what == "directory":
        os.mkdir(path)
        with open(os.path.join(path, b"in.py"), "wb") as file:
            file.write(b"# SEEK\n")
    elif what == "file":
        with open(path, "wb") as file:
            file.write(chosen.choice((b"# SEEK\n", b"A = 1\n")))
    elif what:
        os.symlink(what, path)


def unmake(path):
    """Remove whatever it is."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def race(tree, paths, kinds):
    """Somebody swaps these for other things while the tree is linted again and again; after that all is as if never seen."""
    over = threading.Event()

    def swap():
        while not over.is_set():
            path = tree.path(chosen.choice(paths))
            unmake(path)
            make(path, chosen.choice(kinds))
            time.sleep(chosen.random() * 0.004)
    thread = threading.Thread(target=swap)
    thread.start()
    rounds, end = 0, time.monotonic() + (60 if LONG else 3)
    while time.monotonic() < end:
        run = tree.seek(environment=SHARING)
        # A file may be gone when its linter opens it.
        expect(run.status in (0, 1, 3) and run.summary, "a run while the tree changes", run)
        rounds += 1
    over.set()
    thread.join()
    for _ in range(3):
        for path in paths:
            unmake(tree.path(path))
            make(tree.path(path), chosen.choice(kinds))
        expect_as_fresh(tree.seek(environment=SHARING), tree.seek_fresh(), "a tree that has changed all the time", warnings=0)
    print(f"{rounds} runs while {', '.join(paths)} changed")


links = Tiny("links")
links.write("sub/inner.py", "# SEEK\n")
links.write("../outside/out.py", "# SEEK\n")
race(links, ["link.py", "linked"], ["clean.py", "found.py", "nowhere.py", "link.py", "sub", "linked", "..", "../outside", "../outside/out.py"])
things = Tiny("things")
race(things, ["thing.py", "pkg/thing.py", "more"], ["file", "directory", None, "found.py"])

# What was put back while the linter ran: it said something of what stood there in between.
swapped = Tiny("swapped")
swapped.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\ncase $1 in *found*) if [ -e swap ]; then cp found.py old; echo A = 1 >found.py; "
                                       "trap 'cp old found.py' EXIT; fi;; esac\n"))
swapped.write("swap")
swapped.seek().expect(0)
os.remove(swapped.path("swap"))
expect_as_fresh(swapped.seek(), swapped.seek_fresh(), "a file that was another one while it was linted")

# A directory that may not be listed is told, and not taken for empty.
closed = Tiny("closed")
closed.write("closed/in.py", "# SEEK\n")
nobody = as_nobody()
os.chmod(HERE, 0o755)
if subprocess.run([*nobody, "test", "-x", closed.command()[0]], check=False).returncode == 0:
    closed.state.mkdir()
    os.chmod(closed.state, 0o777)
    os.chmod(closed.path("closed"), 0)
    for _ in range(2):
        run = closed.seek(prefix=nobody)
        expect(run.status == 2 and b"/closed" in run.err, "a directory that may not be listed is not told", run)
    os.chmod(closed.path("closed"), 0o755)
    run = closed.seek(prefix=nobody)
    expect(b"closed/in.py" in run.err and run.status == 1, "a directory that may be listed again", run)

# Names of 255 bytes, and a path that is longer than the kernel takes in one piece.
for backend in ("sqlite", "files"):
    names = Tiny(f"names-{backend}", backend=backend)
    longest = "n" * 252 + ".py"
    names.write(longest, "# SEEK\n")
    names.write("\xe9" * 125 + "/" + "\u20ac" * 80 + ".py", "# SEEK\n")
    for _ in range(3):
        run = names.seek()
        expect_as_fresh(run, names.seek_fresh(), "the longest names", warnings=0)
    run.expect(1, run=0, files=5)
deep = Tiny("deep")
where = os.getcwd()
os.chdir(deep.source)
for _ in range(20):
    os.mkdir("d" * 240)
    os.chdir("d" * 240)
with open("deep.py", "w", encoding="utf-8") as out:
    out.write("# SEEK\n")
os.chdir(where)
# Nobody could lint it: that is told, and not taken for clean.
for _ in range(2):
    deep.seek().expect_complaint(2, "File name too long")
deep.seek("--exclude", "d*").expect(1, run=3)
shutil.rmtree(deep.source)

# A file of a terabyte takes neither time nor memory, and each edit of it is seen.
huge = Tiny("huge")
huge.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\ncase $1 in *huge*) echo \"$1:1: large\"; exit 1;; esac\n"))
with open(huge.path("huge.py"), "wb") as file:
    file.truncate(1 << 40)
time.sleep(0.05)
began = time.monotonic()
huge.seek(prefix=["sh", "-c", 'ulimit -v 2000000; exec "$@"', "sh"]).expect(1, run=4)
huge.seek().expect(1, run=0)
with open(huge.path("huge.py"), "r+b") as file:
    file.seek(1 << 39)
    file.write(b"x")
huge.seek().expect(1, run=1)
expect(time.monotonic() - began < 20, "a huge file was read")
os.remove(huge.path("huge.py"))

# Ctrl-C while much is read for the first time.
for number in range(100):
    with open(huge.path(f"much{number}.py"), "wb") as file:
        file.truncate(100 << 20)
with subprocess.Popen(huge.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
    time.sleep(0.5)
    expect(driver.poll() is None, "it was not read for so long")
    driver.send_signal(signal.SIGINT)
    sent = time.monotonic()
    expect_equal(driver.wait(20), 130, "exit status after Ctrl-C while files are read")
    print(f"Ctrl-C while files are read: {time.monotonic() - sent:.1f} s")
    expect(time.monotonic() - sent < 10, "the end took too long")
