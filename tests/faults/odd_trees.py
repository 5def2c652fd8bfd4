# SPDX-License-Identifier: MIT
"""Links that are swapped, files that come, go and become directories while they are looked for; names and paths as long as can be; huge files."""
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time

from provoke import HERE, LONG, SEEK, SETTINGS, SHARING, Tiny, as_nobody, expect, expect_as_fresh, expect_equal

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

# A source that is cut off and grows while it is read: nobody maps it, so no signal ends the reader.
cut = Tiny("cut")
cut.write("bin/seek", "#!/bin/sh\nif grep -q SEEK -- \"$1\"; then echo \"$1:1: found\"; exit 1; fi\n")
LARGE = b"# SEEK\n" + b"#" * (8 << 20)
over = threading.Event()


def cut_off():
    """Cut one file off and write it again, in place."""
    while not over.is_set():
        with open(cut.path("found.py"), "r+b") as changing:
            changing.truncate(0)
            time.sleep(chosen.random() * 0.002)
            changing.write(LARGE)
        time.sleep(chosen.random() * 0.01)


thread = threading.Thread(target=cut_off)
thread.start()
end = time.monotonic() + (30 if LONG else 3)
while time.monotonic() < end:
    run = cut.seek()
    expect(run.status in (0, 1) and run.summary, "a run while a source is cut off", run)
over.set()
thread.join()
expect_as_fresh(cut.seek(), cut.seek_fresh(), "a source that was cut off", warnings=0)

# What was put back while the linter ran: it said something of what stood there in between.
swapped = Tiny("swapped")
swapped.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\ncase $1 in *found*) if [ -e swap ]; then cp found.py old; echo A = 1 >found.py; "
                                       "trap 'cp old found.py' EXIT; fi;; esac\n"))
swapped.write("swap")
swapped.seek().expect(0)
os.remove(swapped.path("swap"))
expect_as_fresh(swapped.seek(), swapped.seek_fresh(), "a file that was another one while it was linted")

# The same with the date of before; a directory that was elsewhere; a name, and a configuration, that came and went.
PUT_BACK = {
    "restored": ("found.py", 'cp -p found.py "$AWAY"; echo A = 1 >found.py; trap \'cp -p "$AWAY" found.py\' EXIT'),
    "moved": ("pkg/edited.py", 'mv pkg "$AWAY"; trap \'mv "$AWAY" pkg\' EXIT'),
    "named": ("pkg/edited.py", "echo >pkg/more; trap 'rm pkg/more' EXIT"),
    "configured": ("pkg/edited.py", "echo B >seek.cfg; trap 'rm seek.cfg' EXIT"),
}
for what, (file, act) in PUT_BACK.items():
    scope = "self+fs" if what == "named" else "self"
    tree = Tiny(what, lint_tools={"seek": {**SETTINGS["lint_tools"]["seek"], "scope": scope}})
    tree.write("pkg/edited.py", "B = SEEK\n")
    flag = HERE / f"{what}-flag"
    flag.write_text("")
    once = f"AWAY={HERE / f'{what}-away'}\nif [ -e {flag} ] && [ $1 = {file} ]; then rm {flag}; {act}; fi\n"
    lists = 'case $1 in pkg/*) if [ -e pkg/more ]; then echo "$1:1: more"; exit 1; fi;; esac\n'
    tree.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\n" + once + lists))
    time.sleep(0.05)
    run = tree.seek("--jobs", "1")
    expect(not flag.exists(), f"nothing was {what}")
    expect(b"changed while seek ran: linting again" in run.err, f"what was {what} meanwhile is not told", run)
    expect_as_fresh(run, tree.seek_fresh(), f"what was {what} while it was linted")
    expect_as_fresh(tree.seek().expect(1, run=0), tree.seek_fresh(), f"a run after something was {what}")

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

# A file of a terabyte takes neither time nor memory, no linter sees it, and it never passes for clean.
huge = Tiny("huge")
huge.write("bin/seek", SEEK.replace("#!/bin/sh\n", "#!/bin/sh\ncase $1 in *huge*) exit 0;; esac\n"))
with open(huge.path("huge.py"), "wb") as file:
    file.truncate(1 << 40)
time.sleep(0.05)
began = time.monotonic()
TOO_BIG = re.compile(rb"huge\.py:1:1: error: skipped: too big: 1048576\.0 MiB, and FILE_SIZE_LIMIT.* is 128 MiB \[too-big\]")
small = ["sh", "-c", 'ulimit -v 2000000; exec "$@"', "sh"]
for runs in (4, 0):
    run = huge.seek(prefix=small).expect(1, run=runs, findings=2)
    expect(TOO_BIG.search(run.err), "that a file is too big is not told", run)
with open(huge.path("huge.py"), "r+b") as file:
    file.seek(1 << 39)
    file.write(b"x")
time.sleep(0.05)  # its time stamps stand for its bytes, so an edit in the same tick is not kept
expect(TOO_BIG.search(huge.seek().expect(1, run=1).err), "an edited file that is too big is not told")
# It depends on the limit, and on nothing else that it is linted.
larger = huge.seek("--file-size-limit", "1048576").expect(1, run=1, findings=1)
expect(not TOO_BIG.search(larger.err), "a file within the limit is told", larger)
huge.seek("--file-size-limit", "1048576").expect(1, run=0, findings=1)
expect(TOO_BIG.search(huge.seek().expect(1, run=0).err), "the limit of before does not count again")
with open(huge.path("huge.py"), "wb") as file:
    file.write(b"# SEEK\n")
huge.seek().expect(1, run=1, findings=1)
with open(huge.path("huge.py"), "ab") as file:
    file.truncate(129 << 20)
expect(b"too big: 129.0 MiB" in huge.seek().expect(1, run=1, findings=2).err, "a file that grew is not told")
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
