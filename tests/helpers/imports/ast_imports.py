# SPDX-License-Identifier: MIT
# Prints what CPython's ast says of the imports of every file of the standard library and some packages.
#
# arguments: names of packages that are looked at where they can be found
# F <path>                                          a file that parses, and its imports:
# I <line> <level> <module> <names> <flags>           tab-separated; flags out of fcotTl, see FLAGS
# S <path>                                          a file that does not parse
# T <nanoseconds>                                   the CPU time that ast.parse took in all
import ast
import importlib.util
import os
import sys
import sysconfig
import time
import warnings

FLAGS = [
    ("f", (ast.FunctionDef, ast.AsyncFunctionDef)),
    ("c", (ast.ClassDef,)),
    ("o", (ast.If, ast.For, ast.AsyncFor, ast.While) + ((ast.Match,) if hasattr(ast, "Match") else ())),
    ("t", (ast.Try,) + ((ast.TryStar,) if hasattr(ast, "TryStar") else ())),
]


def is_type_checking(test):
    name = test
    while isinstance(name, ast.Attribute):
        name = name.value
    return isinstance(name, ast.Name) and getattr(test, "attr", name.id) == "TYPE_CHECKING"


def imports(node, flags):
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield node.lineno, 0, alias.name, "", flags + ("l" if getattr(node, "is_lazy", 0) else "")
        return
    if isinstance(node, ast.ImportFrom):
        names = ",".join(alias.name for alias in node.names)
        yield node.lineno, node.level, node.module or "", names, flags + (
            "l" if getattr(node, "is_lazy", 0) else "")
        return
    for flag, kinds in FLAGS:
        if isinstance(node, kinds) and flag not in flags:
            flags += flag
    for field, value in ast.iter_fields(node):
        below = flags
        if field == "body" and isinstance(node, ast.If) and is_type_checking(node.test) and "T" not in flags:
            below += "T"
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, (ast.stmt, ast.excepthandler)) or type(child).__name__ == "match_case":
                yield from imports(child, below)


def files(names):
    roots = [sysconfig.get_path("stdlib")]
    for name in names:
        spec = importlib.util.find_spec(name)
        if spec is not None:
            roots += spec.submodule_search_locations or []
    for root in roots:
        for directory, below, leaves in os.walk(root):
            below[:] = sorted(set(below) - {"site-packages", "dist-packages"})
            for leaf in sorted(leaves):
                if leaf.endswith((".py", ".pyi")):
                    yield os.path.join(directory, leaf)


def main():
    warnings.simplefilter("ignore")
    out = sys.stdout.buffer
    spent = 0
    for path in files(sys.argv[1:]):
        with open(path, "rb") as file:
            source = file.read()
        start = time.process_time_ns()
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            out.write(b"S " + os.fsencode(path) + b"\n")
            continue
        finally:
            spent += time.process_time_ns() - start
        out.write(b"F " + os.fsencode(path) + b"\n")
        for line, level, module, names, flags in imports(tree, ""):
            flags = "".join(sorted(flags))
            out.write(f"I {line}\t{level}\t{module}\t{names}\t{flags}\n".encode())
    out.write(f"T {spent}\n".encode())


main()
