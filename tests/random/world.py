# SPDX-License-Identifier: MIT
"""The world of a sequence: the tree, what lies around it, and the operations that change files. All is data, for replays."""
import base64
import hashlib
import os
import shutil
import time
from pathlib import Path

TREE = "outer/tree"
LIBRARIES = "libs"  # on the search path, as what is installed
HOME = "home"
OUTSIDE_OF_IT = (".cache", "__pycache__", ".mypy_cache")  # what the tools keep for themselves


def as_bytes(text):
    """The bytes that a text stands for: what is no UTF-8 is written as base64."""
    return base64.b64decode(text[7:]) if text.startswith("base64:") else text.encode()


class World:
    """Directories below one place. Paths in operations are relative to it."""

    def __init__(self, place):
        self.place = Path(place)
        self.clear()

    @property
    def tree(self):
        """The tree that is linted."""
        return self.place / TREE

    def clear(self):
        """Begin with nothing but directories."""
        shutil.rmtree(self.place, ignore_errors=True)
        for name in (TREE, LIBRARIES, HOME, "elsewhere"):
            (self.place / name).mkdir(parents=True)

    def do(self, operations):
        """Apply operations one after the other. One that has become impossible, as where steps are left out, does nothing."""
        for name, *arguments in operations:
            try:
                getattr(self, "do_" + name.replace("-", "_"))(*arguments)
            except OSError:
                pass

    def make_way(self, name):
        """The path; its parents are there afterwards."""
        path = self.place / name
        for parent in reversed(path.parents):
            if parent.is_relative_to(self.place) and not parent.is_dir():
                parent.unlink(missing_ok=True)
                parent.mkdir()
        return path

    def do_write(self, name, text):
        """Write a file in place."""
        path = self.make_way(name)
        if path.is_symlink():
            path.unlink()
        path.write_bytes(as_bytes(text))

    def do_replace(self, name, text):
        """Write a file beside it and move that over it, as editors do."""
        path = self.make_way(name)
        aside = path.with_name(path.name + "~")
        aside.write_bytes(as_bytes(text))
        os.replace(aside, path)

    def do_write_same_time(self, name, text):
        """Write a file in place and give it its old time back."""
        path = self.make_way(name)
        before = path.stat()
        path.write_bytes(as_bytes(text))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def do_time(self, name, seconds):
        """Set the time of a file or directory so many seconds from now; negative: before."""
        at = time.time_ns() + int(seconds * 1e9)
        os.utime(self.place / name, ns=(at, at), follow_symlinks=False)

    def do_remove(self, name):
        """Remove a file, a link or a directory."""
        path = self.place / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def do_rename(self, old, new):
        """Rename a file or a directory; what stands in the way goes."""
        if not os.path.lexists(self.place / old):
            return
        path = self.make_way(new)
        if path.is_dir() and not path.is_symlink() and not (self.place / old).is_relative_to(path):
            shutil.rmtree(path)
        os.rename(self.place / old, path)

    def do_link(self, name, target):
        """Make a symbolic link, or let one lead elsewhere."""
        path = self.make_way(name)
        if path.is_symlink() or path.is_file():
            path.unlink()
        path.symlink_to(target)

    def do_directory(self, name):
        """Make an empty directory."""
        self.make_way(name).mkdir()

    def do_prune(self):
        """Remove empty directories of the tree, as version control does."""
        for directory, _, _ in sorted(os.walk(self.tree), reverse=True):
            if directory != str(self.tree) and not os.listdir(directory):
                os.rmdir(directory)

    def do_restore(self, snapshot):
        """Make all as it was in a snapshot, and write only what differs, as a checkout does."""
        now = self.snapshot()
        for name in sorted(set(now) - set(snapshot), reverse=True):
            self.do([["remove", name]])
        for name, (kind, value) in sorted(snapshot.items()):
            if now.get(name) != [kind, value]:
                if name in now and now[name][0] != kind:
                    self.do([["remove", name]])
                if kind == "directory":
                    os.makedirs(self.place / name, exist_ok=True)
                else:
                    self.do([["write" if kind == "file" else "link", name, value]])

    def snapshot(self):
        """{name: [kind, content]} of all that is there, except what tools keep for themselves."""
        found = {}
        for directory, directories, files in os.walk(self.place):
            directories[:] = [name for name in directories if name not in OUTSIDE_OF_IT]
            for name in files + directories:
                path = os.path.join(directory, name)
                found[os.path.relpath(path, self.place)] = entry_at(path)
        return found

    def digest(self):
        """What the world holds, in short: the same whatever the times are."""
        return hashlib.sha256(repr(sorted(self.snapshot().items())).encode()).hexdigest()


def entry_at(path):
    """[kind, content] of what lies at a path."""
    if os.path.islink(path):
        return ["link", os.readlink(path)]
    if os.path.isdir(path):
        return ["directory", ""]
    with open(path, "rb") as file:
        data = file.read()
    try:
        return ["file", data.decode()]
    except UnicodeDecodeError:
        return ["file", "base64:" + base64.b64encode(data).decode()]
