# SPDX-License-Identifier: MIT
"""Reads the files of the house: which there are, of what language, and what is comment in them."""
import fnmatch
import os
import re

from agreements import DATA

LEFT_OUT = {".git", "__pycache__"}


class Source:
    """A text file: its path from the top of the house, its lines, its language."""

    def __init__(self, root, path):
        self.path = path
        self.is_executable = os.access(os.path.join(root, path), os.X_OK)
        with open(os.path.join(root, path), encoding="utf-8", errors="surrogateescape") as file:
            self.text = file.read()
        self.lines = self.text.splitlines()
        self.language = language_of(path, self.lines[0] if self.lines else "")


def language_of(path, first_line):
    """Return c++, cmake, python, shell, other (commented with #), or None for what cannot carry a comment."""
    name = os.path.basename(path)
    stem = re.sub(r"\.in$", "", name)
    suffix = os.path.splitext(stem)[1]
    if suffix in (".cpp", ".h"):
        return "c++"
    if suffix == ".cmake" or name == "CMakeLists.txt":
        return "cmake"
    if suffix == ".py" or re.match(r"#!.*python", first_line):
        return "python"
    if suffix == ".sh" or re.match(r"#!.*sh\b", first_line):
        return "shell"
    if suffix in (".txt", ".cfg", ".toml", ".yml", ".yaml") or name in ("pylintrc", ".clang-format"):
        return "other"
    return None


def find_sources(root):
    """Return all files of the house but build directories, sorted."""
    found = []
    for directory, names, files in os.walk(root):
        here = os.path.relpath(directory, root)
        names[:] = sorted(name for name in names if name not in LEFT_OUT and not is_build(here, name))
        found += [os.path.normpath(os.path.join(here, name)) for name in sorted(files)]
    return [Source(root, path) for path in found if os.path.isfile(os.path.join(root, path))]


def is_build(parent, name):
    """Say whether .gitignore takes the directory for a build directory."""
    return parent in (".", "example-project") and name.startswith("build")


def is_data(path):
    """Say whether the file is input of a test, to which the rules do not apply."""
    return any(fnmatch.fnmatch(path, pattern) for pattern in DATA)


TOKENS = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'  # raw string
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![\w])'(?:\\.|[^'\\\n])+'"  # not the separator in 1'000
    r"|//[^\n]*"
    r"|/\*.*?\*/",
    re.DOTALL,
)


def blank_out(text, keep_strings=False):
    """Return C++ text without comments and, unless kept, strings, each line still in its place."""
    def replacement(match):
        if keep_strings and match.group()[0] in "R\"'":
            return match.group()
        return "".join(c if c == "\n" else " " for c in match.group())
    return TOKENS.sub(replacement, text)
