# SPDX-License-Identifier: MIT
"""Without a home, a place for temporary files, many descriptors or newer system calls: the same verdict."""
import os
import shutil
import subprocess

from provoke import HERE, SHARED, SHARING, Tiny, Troubles, expect, injecting, need_strace

tree = Tiny()
troubles = Troubles()
fresh = tree.seek_fresh()
LINTERS = "flake8,pylint"
wanted = tree.lint(tools=LINTERS)
expect(wanted.status == 1 and wanted.findings, "real linters find nothing", wanted)


def anew():
    """Without anything that is kept."""
    for place in (tree.state, SHARED):
        shutil.rmtree(place, ignore_errors=True)


def expect_same(what, environment, prefix=(), drop=(), real=False):
    """A cold and a warm run are as they always are."""
    anew()
    drops = ["env", *[word for name in drop for word in ("-u", name)]]
    for is_warm in (False, True):
        run = tree.seek(environment={**SHARING, **environment}, prefix=[*drops, *prefix])
        is_right = troubles.judge(run, fresh, what, which=f" with {what}")
        if not is_right:
            return
    if run.summary["run"] > 0:
        troubles.note(f"linters run in the second run with {what}", run)
    for is_warm in (False, True) if real else ():
        run = tree.lint(tools=LINTERS, environment={**SHARING, **environment}, prefix=[*drops, *prefix])
        is_right = troubles.judge(run, wanted, what, warnings=2, which=f" with {what} and real linters")
    if real and is_right and run.summary["run"] > 0:
        troubles.note(f"real linters run in the second run with {what}", run)


expect_same("no HOME", {}, drop=["HOME"], real=True)
expect_same("no HOME and no place for shared results", {}, drop=["HOME", "LINTCACHE_DIR", "XDG_CACHE_HOME"])
expect_same("a home that is not there", {"HOME": "/nowhere"}, drop=["LINTCACHE_DIR", "XDG_CACHE_HOME"], real=True)
expect_same("a place for temporary files that is not there", {"TMPDIR": "/nowhere"}, real=True)
expect_same("a file as the place for temporary files", {"TMPDIR": "/etc/passwd"}, real=True)
expect_same("LANG=C", {"LANG": "C", "LC_ALL": "C"}, real=True)
expect_same("a language that is not there", {"LANG": "xx_YY.UTF-8", "LC_ALL": "xx_YY.UTF-8"}, real=True)
expect_same("64 descriptors", {}, prefix=["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"], real=True)
expect_same("small stacks", {}, prefix=["sh", "-c", 'ulimit -s 512; exec "$@"', "sh"])
expect_same("no core files and small files", {}, prefix=["sh", "-c", 'ulimit -c 0 -f 20000; exec "$@"', "sh"])
expect_same("no standard streams but the two", {}, prefix=["sh", "-c", 'exec "$@" <&-', "sh"])
expect_same("a mask that keeps all out", {}, prefix=["sh", "-c", 'umask 777; exec "$@"', "sh"])
expect_same("SIGCHLD and SIGPIPE that are ignored", {}, prefix=["sh", "-c", 'trap "" CHLD PIPE; exec "$@"', "sh"])

small = HERE / "small"
small.mkdir()
for options in ("size=4k", "size=1m,noexec"):
    if os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(small)], check=False,
                                            capture_output=True).returncode == 0:
        try:
            (small / "filler").write_bytes(bytes(4096))
            expect_same(f"a place for temporary files with {options}", {"TMPDIR": str(small)}, real=True)
        finally:
            subprocess.run(["umount", str(small)], check=True)

# Kernels and containers that know no newer calls, or forbid them.
need_strace()
for error in ("ENOSYS", "EPERM"):
    for call in ("pidfd_open", "renameat2", "copy_file_range", "statx", "eventfd2", "epoll_create1", "getrandom", "close_range",
                 "memfd_create", "prctl", "prlimit64", "setsid", "sched_getaffinity", "fstatfs", "statfs", "utimensat", "fchown"):
        expect_same(f"{error} from {call}", {}, prefix=injecting(call, f"error={error}", "1+"))
troubles.end()
