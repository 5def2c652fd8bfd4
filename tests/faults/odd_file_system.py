# SPDX-License-Identifier: MIT
"""File systems as servers give them, played through FUSE: coarse and late times, other inode numbers, no locks, calls that fail."""
import ctypes
import errno
import os
import shutil
import stat
import struct
import threading
import time
import unicodedata
from pathlib import Path

from provoke import HERE, Story, Tiny, expect, expect_as_fresh, expect_equal, skip

LIBC = ctypes.CDLL(None, use_errno=True)
FORGET, BATCH_FORGET, INTERRUPT = 2, 42, 36
LOOKUP, GETATTR, SETATTR, MKDIR, UNLINK, RMDIR, RENAME = 1, 3, 4, 9, 10, 11, 12
OPEN, READ, WRITE, STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR = 14, 15, 16, 17, 18, 20, 25, 26, 27, 28, 29
GETLK, SETLK, SETLKW, CREATE, RENAME2 = 31, 32, 33, 35, 45


class Served:
    """A directory under another name, through a file system of a few calls that may lie. No request waits for another one."""

    def __init__(self, below, place, has_locks=False):
        self.below, self.place = Path(below), Path(place)
        self.place.mkdir()
        self.paths = {1: ""}       # by node
        self.opened = {}
        self.next = 2
        self.inode = lambda status: status.st_ino
        self.times = lambda status: (status.st_mtime_ns, status.st_ctime_ns)
        self.fail = lambda call, path: 0
        self.folded = None         # by which names are compared; None: by their bytes
        self.has_locks = has_locks  # else those of the kernel, for this machine alone
        self.seen = {}             # how often each call was made
        self.device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
        words = f"fd={self.device},rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions".encode()
        if LIBC.mount(b"served", os.fsencode(self.place), b"fuse", 0, words) != 0:
            skip(f"FUSE cannot be mounted here: {os.strerror(ctypes.get_errno())}")
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def end(self):
        """Take it away."""
        LIBC.umount2(os.fsencode(self.place), 2)
        self.thread.join(10)

    def serve(self):
        """Answer until it is taken away."""
        while True:
            try:
                request = os.read(self.device, 1 << 18)
            except OSError as error:
                if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                    continue
                return
            _, call, unique, node = struct.unpack_from("<IIQQ", request)
            if call in (FORGET, BATCH_FORGET, INTERRUPT):
                continue
            self.seen[call] = self.seen.get(call, 0) + 1
            try:
                path = self.paths.get(node, "")
                failed = self.fail(call, path)
                if failed:
                    raise OSError(failed, "as asked")
                answer, code = self.answer(call, node, path, request[40:]), 0
            except OSError as error:
                answer, code = b"", -(error.errno or errno.EIO)
            try:
                os.write(self.device, struct.pack("<IiQ", 16 + len(answer), code, unique) + answer)
            except OSError:
                pass

    def real(self, path):
        """Where it is kept."""
        place = self.below
        for name in Path(path).parts:
            names = os.listdir(place) if self.folded and not os.path.lexists(place / name) else []
            place = place / next((other for other in names if self.folded(other) == self.folded(name)), name)
        return place

    def attributes(self, path):
        """What is told of a path; nothing is kept by the kernel."""
        status = os.lstat(self.real(path))
        modified, changed = self.times(status)
        return struct.pack("<QQQQQQIIIIIIIIII", self.inode(status), status.st_size, status.st_blocks, modified // 10**9, modified // 10**9,
                           changed // 10**9, modified % 10**9, modified % 10**9, changed % 10**9, status.st_mode, status.st_nlink,
                           status.st_uid, status.st_gid, 0, 4096, 0)

    def entry(self, path):
        """A node for a path."""
        attributes = self.attributes(path)
        node = next((number for number, known in self.paths.items() if known == path), None)
        if node is None:
            node, self.next = self.next, self.next + 1
            self.paths[node] = path
        return struct.pack("<QQQQII", node, 0, 0, 0, 0, 0) + attributes

    def answer(self, call, node, path, body):
        """One request."""
        def name(at=0):
            return os.path.join(path, os.fsdecode(body[at:].split(b"\0")[0]))

        if call == INIT:
            major, minor, ahead, _ = struct.unpack_from("<IIII", body)
            locks = 1 << 1 if self.has_locks else 0
            return struct.pack("<IIIIHHIIHHIIHH", 7, min(minor, 31), ahead, locks | 1 << 5, 16, 12, 1 << 17, 1, 32, 0, 0, 0, 0, 0) + bytes(20)
        if call == LOOKUP:
            return self.entry(name())
        if call == GETATTR:
            return struct.pack("<QII", 0, 0, 0) + self.attributes(path)
        if call == SETATTR:
            return self.change(path, body)
        if call in (OPEN, CREATE, OPENDIR):
            return self.open(call, path, body)
        if call == READ:
            handle, offset, size = struct.unpack_from("<QQI", body)
            return os.pread(self.opened[handle], size, offset)
        if call == WRITE:
            handle, offset, size = struct.unpack_from("<QQI", body)
            return struct.pack("<II", os.pwrite(self.opened[handle], body[40:40 + size], offset), 0)
        if call == READDIR:
            return self.listed(path, *struct.unpack_from("<QQI", body)[1:])
        if call in (RELEASE, RELEASEDIR):
            handle = self.opened.pop(struct.unpack_from("<Q", body)[0], None)
            if handle is not None:
                os.close(handle)
            return b""
        if call == MKDIR:
            os.mkdir(self.real(name(8)), struct.unpack_from("<I", body)[0])
            return self.entry(name(8))
        if call in (UNLINK, RMDIR):
            (os.unlink if call == UNLINK else os.rmdir)(self.real(name()))
            return b""
        if call in (RENAME, RENAME2):
            return self.rename(path, body, 16 if call == RENAME2 else 8)
        if call == STATFS:
            return struct.pack("<QQQQQIIII", 1 << 20, 1 << 19, 1 << 19, 1 << 20, 1 << 19, 4096, 255, 4096, 0) + bytes(24)
        if call in (FSYNC, FLUSH):
            return b""
        raise OSError(errno.ENOSYS, "not made")

    def open(self, call, path, body):
        """A file or directory, perhaps made first."""
        if call == OPENDIR:
            return struct.pack("<QII", 0, 0, 0)
        flags = struct.unpack_from("<I", body)[0] & ~(os.O_DIRECT | os.O_APPEND)
        made = b""
        if call == CREATE:
            mode = struct.unpack_from("<II", body)[1]
            path = os.path.join(path, os.fsdecode(body[16:].split(b"\0")[0]))
        handle = os.open(self.real(path), (flags & ~os.O_ACCMODE) | os.O_RDWR | (os.O_CREAT if call == CREATE else 0),
                         mode if call == CREATE else 0)
        if call == CREATE:
            made = self.entry(path)
        self.opened[handle] = handle
        return made + struct.pack("<QII", handle, 1, 0)  # read past the kernel's cache

    def change(self, path, body):
        """Size, mode and times."""
        valid, _, _, size, _, _, modified, _, _, nanoseconds, _, mode = struct.unpack_from("<IIQQQQQQIIII", body)
        if valid & 1:
            os.chmod(self.real(path), stat.S_IMODE(struct.unpack_from("<I", body, 68)[0]))
        if valid & 8:
            os.truncate(self.real(path), size)
        if valid & (32 | 256):
            when = time.time_ns() if valid & 256 else modified * 10**9 + nanoseconds
            os.utime(self.real(path), ns=(when, when))
        return struct.pack("<QII", 0, 0, 0) + self.attributes(path)

    def rename(self, path, body, at):
        """From one name to another."""
        directory = self.paths[struct.unpack_from("<Q", body)[0]]
        old, new = (os.fsdecode(part) for part in body[at:].split(b"\0")[:2])
        old, new = os.path.join(path, old), os.path.join(directory, new)
        os.rename(self.real(old), self.real(new))
        for node, known in list(self.paths.items()):
            if known == new:
                self.paths[node] = "(gone)"
        for node, known in list(self.paths.items()):
            if known == old or known.startswith(old + "/"):
                self.paths[node] = new + known[len(old):]
        return b""

    def listed(self, path, offset, size):
        """Names from a place on."""
        answer = b""
        for number, name in enumerate([".", "..", *sorted(os.listdir(self.real(path)))][offset:], offset + 1):
            raw = os.fsencode(name)
            kind = stat.S_IFMT(os.lstat(self.real(os.path.join(path, name))).st_mode) >> 12
            one = struct.pack("<QQII", number, number, len(raw), kind) + raw
            one += bytes(-len(one) % 8)
            if len(answer) + len(one) > size:
                break
            answer += one
        return answer


if os.geteuid() != 0 or not os.access("/dev/fuse", os.R_OK | os.W_OK):
    skip("only root may use /dev/fuse, and there has to be one")
ALONE = {"LINTCACHE_MAX_SIZE": "0"}
(HERE / "kept").mkdir()


class OnServed(Tiny):
    """A tree on such a file system; what a run without a state says is asked on another one."""

    def __init__(self, top):
        super().__init__(f"{top}/tree", state=f"{top}/state")
        self.top = top

    def seek_fresh(self):
        """What a run says that knows nothing, of the same paths."""
        run = Story(f"{self.top}/tree", state="fresh-state").lint(tools="seek", environment=ALONE)
        shutil.rmtree(HERE / "fresh-state")
        return run


# Both the tree and its state lie on it.
served = Served(HERE / "kept", HERE / "served")
try:
    tree = OnServed("served")

    def edit_and_judge(what, rounds=1, warnings=1):
        """Edits of the same size at once after a run, each of which counts."""
        for number in range(rounds):
            for text in (f"# SEEK {number}\n", f"# SEE_ {number}\n"):
                tree.write("pkg/edited.py", text)
                fresh = tree.seek_fresh()
                expect_as_fresh(tree.seek(environment=ALONE), fresh, f"{what}: {text!r}", warnings)
        expect_as_fresh(tree.seek(environment=ALONE), fresh, f"{what}: once more", warnings)

    edit_and_judge("a file system that tells the truth")
    expect(served.seen.get(WRITE, 0) > 0 and served.seen.get(READ, 0) > 0, "nothing was read or written there", served.seen)

    # Two seconds to a tick, as FAT and old servers have.
    served.times = lambda status: tuple(when // (2 * 10**9) * (2 * 10**9) for when in (status.st_mtime_ns, status.st_ctime_ns))
    edit_and_judge("times to two seconds")

    # The server's clock is an hour behind, and then a year ahead.
    for hours in (-1, 24 * 365):
        served.times = lambda status, by=hours * 3600 * 10**9: (status.st_mtime_ns + by, status.st_ctime_ns + by)
        edit_and_judge(f"a clock that is {hours} hours off")
    served.times = lambda status: (status.st_mtime_ns, status.st_ctime_ns)

    # Another inode number at each look: nothing can be vouched for, and nothing wrong is said.
    numbers = iter(range(10**6, 10**9))
    served.inode = lambda status: next(numbers)
    edit_and_judge("inode numbers that change")
    served.inode = lambda status: status.st_ino

    # What is asked of the state fails in the middle of runs.
    fresh = tree.seek_fresh()
    for code, call in ((errno.ESTALE, READ), (errno.ESTALE, WRITE), (errno.ESTALE, OPEN), (errno.EIO, READ), (errno.EIO, WRITE)):
        count = [0]

        def now_and_then(which, path, call=call, code=code, count=count):
            count[0] += which == call and path.startswith("state")
            return code if which == call and path.startswith("state") and count[0] % 2 == 0 else 0

        served.fail = now_and_then
        run = tree.seek(environment=ALONE)
        served.fail = lambda call, path: 0
        expect_as_fresh(run, fresh, f"{os.strerror(code)} from every other call {call} on the state")
        expect_as_fresh(tree.seek(environment=ALONE), fresh, f"{os.strerror(code)} from call {call}, afterwards")

    # Names that differ in case, or in how an accent is written, are one file: linted once, under the name that is listed.
    served.folded = lambda name: unicodedata.normalize("NFD", name).casefold()
    for name in ("pkg/\xe9t\xe9.py", "pkg/Upper.py"):
        tree.write(name, "# SEEK\n")
    expect(os.path.exists(tree.path("PKG/UPPER.PY")), "names are not folded")
    run = tree.seek(environment=ALONE).expect(1, files=5)
    expect_as_fresh(run, tree.seek_fresh(), "names that are folded")
    tree.seek(str(tree.path("PKG/upper.py")), environment=ALONE).expect_complaint(2, "not a file that is linted")
    os.rename(served.real("tree/pkg/Upper.py"), served.real("tree/pkg") / "upper.py")
    run = tree.seek(environment=ALONE).expect(1, files=5)
    expect_as_fresh(run, tree.seek_fresh(), "a name of which only the case changed")
    expect(b"pkg/upper.py" in run.err and b"Upper" not in run.err, "the name of before is shown", run)
    tree.write("PKG/UPPER.py", "A = 1\n")
    run = tree.seek(environment=ALONE)
    expect_as_fresh(run, tree.seek_fresh(), "an edit under another name")
    expect(b"upper.py" not in run.err, "a finding that is gone", run)
    served.folded = None

    # Slow answers take time and nothing else.
    served.fail = lambda call, path: time.sleep(0.002) or 0
    edit_and_judge("slow answers")
    served.fail = lambda call, path: 0
    run = tree.seek(environment=ALONE)
    expect_as_fresh(run, tree.seek_fresh(), "all of it", warnings=0)
    expect_equal(run.summary["run"], 0, "tasks run once all is well again")
finally:
    served.end()

# A server that knows of no locks: its own ones are all that there are.
(HERE / "kept2").mkdir()
served = Served(HERE / "kept2", HERE / "served2", has_locks=True)
try:
    served.fail = lambda call, path: errno.ENOLCK if call in (GETLK, SETLK, SETLKW) else 0
    tree = OnServed("served2")
    for number in range(2):
        tree.write("pkg/edited.py", f"# SEEK {number}\n")
        expect_as_fresh(tree.seek(environment=ALONE), tree.seek_fresh(), "a server without locks")
    expect(served.seen.get(SETLK, 0) + served.seen.get(SETLKW, 0) > 0, "nobody asked for a lock", served.seen)
finally:
    served.end()
