#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""real_commands.py TRACE_COMMAND LIBRARY: what is seen of real commands is the same with the preload library and without,
and holds each path that strace shows."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TRACE, LIBRARY = sys.argv[1:3]
COMMANDS = [
    "ls -la | wc -l",
    "gcc one.c -o one",
    "gcc -pipe -c one.c -o one.o",
    "/usr/bin/python3 -B -c 'import json, os; print(os.listdir(chr(46)))'",
    "make -B",
    "git log -1",
    "tar cf all.tar tree one.c",
    "find . -name '*.c' | xargs cat",
    "cd tree && cat ../one.c > copy; mv copy moved; rm moved; exit 3",
]
MAKEFILE = "all: a b\na:\n\tcp one.c $@\nb:\n\techo > $@; cat missing || true\n"
CALL = re.compile(r"(\w+)\((.*)")
RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
DIRECTORY = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, ")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def without_chance(path):
    """Return the path without what is another one each time: temporary files, processes."""
    return re.sub(r"/proc/\d+", "/proc/N", re.sub(r"/(cc|tmp_obj_|pack)\w{6}(?=\.|$)", r"/\1X", path))


def seen(command, place, *options):
    """Return the set of (kind, path, error) of a traced command."""
    with tempfile.NamedTemporaryFile() as events:
        subprocess.run([TRACE, *options, "--events", events.name, "/bin/sh", "-c", command], cwd=place, check=False,
                       capture_output=True)
        lines = [line.split("\t") for line in events.read().decode("utf-8", "replace").splitlines()]
    # Who asks for a variable makes no call that could be followed; the library alone is told of it.
    # Pipes have other numbers each time.
    apart = ("variable", "held_pipe", "end_of_pipe", "unnoticed")
    return {(kind, without_chance(path), error) for kind, error, _, path, _ in lines if kind not in apart}


def shown(command, place):
    """Return the paths that strace shows; those without a known directory begin with `*`."""
    with tempfile.NamedTemporaryFile() as log:
        subprocess.run(["strace", "-f", "-y", "-qq", "-s", "4096", "-e", "trace=file", "-o", log.name, "/bin/sh", "-c",
                        command], cwd=place, check=False, capture_output=True)
        lines = log.read().decode("utf-8", "replace").splitlines()
    paths, unfinished = set(), {}
    for line in lines:
        process, rest = line.split(None, 1)
        if "<unfinished ...>" in rest:
            unfinished[process] = rest.split("<unfinished")[0]
            continue
        if match := RESUMED.match(rest):
            rest = unfinished.pop(process, "") + match[1]
        call, quoted = CALL.match(rest), QUOTED.search(rest)
        if not call or not quoted or not quoted[1] or call[1] in ("symlink", "symlinkat", "getcwd"):
            continue
        path, directory = quoted[1], DIRECTORY.match(call[2])
        if not path.startswith("/"):
            path = (directory[1].rstrip("/") if directory else "*") + "/" + path
        paths.add(without_chance(path))
    return paths


def fill(place):
    """Make what the commands work on."""
    os.makedirs(os.path.join(place, "tree/deep"))
    for name, text in [("one.c", "int main(void) { return 0; }\n"), ("Makefile", MAKEFILE), ("tree/deep/two.c", "")]:
        with open(os.path.join(place, name), "w", encoding="ascii") as file:
            file.write(text)
    for words in (["init", "-q"], ["-c", "user.name=u", "-c", "user.email=u@u", "commit", "-q", "--allow-empty", "-m", "m"]):
        subprocess.run(["git", *words], cwd=place, check=True)


def main():
    """Compare, and return the exit status."""
    with tempfile.TemporaryDirectory() as place:
        place = os.path.realpath(place)
        fill(place)
        bad = 0
        for command in COMMANDS:
            subprocess.run(["/bin/sh", "-c", command], cwd=place, check=False, capture_output=True)
            alone = seen(command, place)
            helped = seen(command, place, "--preload", LIBRARY)
            paths = {path for _, path, _ in alone}
            missed = {path for path in shown(command, place) if path not in paths and not (
                path[0] == "*" and any(known.endswith(path[1:]) for known in paths))} if shutil.which("strace") else set()
            print(f"{command}: {len(alone)} looks and changes, {len(alone ^ helped)} seen in one way only, "
                  f"{len(missed)} by strace only")
            for one in sorted(alone ^ helped, key=str) + sorted(missed):
                print("   ", one, "ptrace" if one in alone else "library" if one in helped else "strace")
            bad += len(alone ^ helped) + len(missed) + (len(alone) < 20)
        return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
