# SPDX-License-Identifier: MIT
"""A rival: who imports a changed file, directly or by way of others, by the import statements of all files, as graph tools read them."""
import ast
from pathlib import Path


def name_of(file):
    """The dotted name of a file of the tree."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class StaticGraph:
    """Import statements at every depth of every file; a name that is imported from a package counts as its submodule where there is one."""

    def __init__(self, tree, files):
        self.importers = {}
        modules = {name_of(file): file for file in files}
        for file in files:
            for target in self.targets(Path(tree) / file, file, modules):
                self.importers.setdefault(target, set()).add(file)

    def joined(self, other):
        """Both: what imports something before an edit, and what does afterwards."""
        for target, importers in other.importers.items():
            self.importers.setdefault(target, set()).update(importers)
        return self

    @staticmethod
    def targets(path, file, modules):
        """Files that the statements of one name."""
        try:
            statements = ast.walk(ast.parse(path.read_bytes()))
        except SyntaxError:
            return
        package = name_of(file) if file.endswith("/__init__.py") else name_of(file).rpartition(".")[0]
        for node in statements:
            if isinstance(node, ast.Import):
                yield from (modules[alias.name] for alias in node.names if alias.name in modules)
            elif isinstance(node, ast.ImportFrom):
                base = package.rsplit(".", node.level - 1)[0] if node.level else ""
                source = ".".join(part for part in (base, node.module) if part)
                for alias in node.names:
                    found = modules.get(f"{source}.{alias.name}") or modules.get(source)
                    if found:
                        yield found

    def who_reaches(self, changed):
        """The changed files and all files that import them, directly or not."""
        reached, left = set(changed), list(changed)
        while left:
            new = self.importers.get(left.pop(), set()) - reached
            reached |= new
            left += new
        return reached
