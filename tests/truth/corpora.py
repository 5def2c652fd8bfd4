# SPDX-License-Identifier: MIT
"""The corpora: trees, the files of each that count, and the interpreter that imports them."""
import os
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from science import write_science

PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
SCIENCE = os.environ.get("PYTHON_SCIENCE", "")
PACKAGES = Path("/usr/lib/python3/dist-packages")
SEED = 20
# What is measured and compared here is work, not what another run found out.
os.environ["LINTCACHE_MAX_SIZE"] = "0"

# Files of the standard library that do something when they are imported.
LEFT_OUT = (
    "antigravity.py",  # opens a browser
    "idlelib/",  # opens windows
    "lib2to3/tests/", "test/", "__phello__/",  # not installed whole
    "site-packages/", "dist-packages/",  # not of it
    "turtledemo/",  # opens windows
)


class NotHere(Exception):
    """The corpus is not on this machine."""


@dataclass
class Corpus:
    """A tree, some files relative to it, the interpreter, and which share of extras is accepted."""
    tree: Path
    files: list
    python: str = PYTHON
    accepted: float = 0.02


def python_files(tree):
    """All Python files below a directory that are no program by their name, sorted."""
    found = (path.relative_to(tree).as_posix() for path in tree.rglob("*.py") if "__pycache__" not in path.parts)
    return sorted(file for file in found if os.path.basename(file) not in ("__main__.py", "setup.py"))


def package(name, where):
    """A package of Debian's, copied."""
    if not (PACKAGES / name).is_dir():
        raise NotHere(f"{PACKAGES / name} is not there")
    tree = Path(where).resolve() / "tree"
    shutil.copytree(PACKAGES / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    return Corpus(tree, python_files(tree))


def standard_library(_):
    """Two hundred files of the interpreter's standard library, where they are."""
    asked = subprocess.run([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"],
                           check=True, capture_output=True, text=True)
    tree = Path(os.path.realpath(asked.stdout.strip()))
    files = [file for file in python_files(tree) if not file.startswith(LEFT_OUT)]
    return Corpus(tree, sorted(random.Random(SEED).sample(files, min(200, len(files)))), accepted=0.12)


def science(where, packages=1):
    """Files that import every kind of extension module."""
    if not SCIENCE:
        raise NotHere("there is no environment with numpy and scipy")
    tree = Path(where).resolve() / "tree"
    write_science(tree, packages)
    return Corpus(tree, python_files(tree), SCIENCE)


CORPORA = {
    "scons": lambda where: package("SCons", where),
    "django": lambda where: package("django", where),
    # Annotated, and their modules import each other in circles; they come with pylint and with bandit.
    "astroid": lambda where: package("astroid", where),
    "gitpython": lambda where: package("git", where),
    "standard-library": standard_library,
    "science": science,
    "science-project": lambda where: science(where, 8),
}


def sample(files, number, seed=SEED):
    """So many of the files, always the same; all for 0."""
    return sorted(random.Random(seed).sample(files, number)) if 0 < number < len(files) else list(files)
