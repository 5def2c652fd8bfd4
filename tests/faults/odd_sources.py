# SPDX-License-Identifier: MIT
"""Sources that are pipes, devices, sockets, empty, full of NULs, in other encodings or one long line; and dates out of the common."""
import os
import socket
import subprocess

from provoke import SHARING, Tiny, expect_as_fresh, expect_equal

tree = Tiny()
tree.write("bin/seek", '#!/bin/sh\nif head -c 100 -- "$1" | grep -q SEEK; then echo "$1:1: found"; exit 1; fi\n')


def expect_known(what, files):
    """Three runs, the last of which has nothing to do."""
    for _ in range(3):
        run = tree.seek(environment=SHARING, prefix=["timeout", "-s", "KILL", "20"])
        expect_as_fresh(run, tree.seek_fresh(), what)
    run.expect(1, run=0, files=files)


# Never opened: who opens a pipe waits for ever.
os.mkfifo(tree.path("fifo.py"))
server = socket.socket(socket.AF_UNIX)
where = os.getcwd()
os.chdir(tree.source)
server.bind("socket.py")
os.chdir(where)
devices = os.geteuid() == 0 and subprocess.run(["mknod", tree.path("zero.py"), "c", "1", "5"], check=False, capture_output=True).returncode == 0
os.symlink("/dev/zero", tree.path("zeros.py"))
os.symlink("fifo.py", tree.path("to_fifo.py"))
os.symlink("loop.py", tree.path("loop.py"))
(tree.source / "directory.py").mkdir()
expect_known("what is no file", 3)
for name in ("fifo.py", "socket.py", "zeros.py", "to_fifo.py", "loop.py", *(["zero.py"] if devices else [])):
    os.remove(tree.path(name))

ODD = {"empty.py": b"", "nul.py": b"\0" * 100, "mark.py": b"\xef\xbb\xbf# SEEK\n", "wide.py": "# SEEK\n".encode("utf-16"),
       "latin.py": b"# \xe9 SEEK", "returns.py": b"# SEEK\r\r\n", "line.py": b"x = '" + b"y" * 10_000_000 + b"'\n"}
for name, text in ODD.items():
    tree.write(name, text)
expect_known("odd contents", 3 + len(ODD))

# Dates that some file systems and programs cannot tell.
for number, seconds in enumerate((0, -1, -2**31, 2**31, 2**32 - 1, 2**33, 253402300800)):
    tree.write("pkg/edited.py", f"# SEEK {number}\n")
    os.utime(tree.path("pkg/edited.py"), (seconds, seconds))
    expect_as_fresh(tree.seek(environment=SHARING), tree.seek_fresh(), f"a date of {seconds}")
    tree.write("pkg/edited.py", f"# SEAK {number}\n")
    os.utime(tree.path("pkg/edited.py"), (seconds, seconds))
    run = tree.seek(environment=SHARING)
    expect_as_fresh(run, tree.seek_fresh(), f"an edit of one size with the date {seconds}")
    expect_equal(run.summary["run"], 1, f"linters run after an edit with the date {seconds}")
