# SPDX-License-Identifier: MIT
# Prints where CPython's own finders find modules, without importing any.
#
# no arguments: what it takes to ask; lines in this order
# P <directory>    of the search path
# X <suffix>       of extension modules
# F <file>         of a package whose imports make good questions
# names: for each one line, its file, or the directories of a namespace package with colons, or nothing
import importlib.util
import os
import sys
import types
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder

PACKAGES = ["django", "SCons", "numpy", "scipy", "json", "asyncio", "xml"]
PATH = [entry for entry in sys.path[1:] if os.path.isdir(entry)]


def print_facts():
    for entry in PATH:
        print("P", entry)
    for suffix in EXTENSION_SUFFIXES:
        print("X", suffix)
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for root in (spec.submodule_search_locations or []) if spec else []:
            for directory, _, leaves in os.walk(root):
                for leaf in leaves:
                    if leaf.endswith(".py"):
                        print("F", os.path.join(directory, leaf))


def find(name, saved):
    path, spec = PATH, None
    leaves = name.split(".")
    for i in range(len(leaves)):
        spec = PathFinder.find_spec(".".join(leaves[: i + 1]), path) if path is not None else None
        if spec is None:
            return None
        path = spec.submodule_search_locations
        if path is not None:
            path = list(getattr(path, "_path", path))
            # A namespace package asks for the path of its parent, and for nothing else of it.
            parent = types.ModuleType(spec.name)
            parent.__path__ = path
            saved.setdefault(spec.name, sys.modules.get(spec.name))
            sys.modules[spec.name] = parent
    return spec.origin if spec.has_location else ":".join(path)


def print_places(names):
    # Answers are kept until the end: the modules that stand in for packages must not get in the way of print.
    saved, answers = {}, []
    for name in names:
        answers.append(find(name, saved) or "")
        for module, real in saved.items():
            if real is None:
                sys.modules.pop(module, None)
            else:
                sys.modules[module] = real
        saved.clear()
    print("\n".join(answers))


if sys.argv[1:]:
    print_places(sys.argv[1:])
else:
    print_facts()
