# SPDX-License-Identifier: MIT
"""Makes a tree of many files: layers of packages that import each other downwards, circles, modules that raise, scripts."""
import random

LAYERS = 8
MODULES = 9  # of a package, beside its __init__.py


class Synthetic:
    """Names, texts and imports of all files, the same for the same number."""

    def __init__(self, number):
        self.random = random.Random(number)
        self.texts = {}  # by file name
        self.imports = {}  # file name: files that its statements name, parent packages left out
        self.raising = set()
        self.packages = []  # (layer, name)
        scripts = number // 20
        for index in range((number - scripts) // (MODULES + 1)):
            self.add_package(index % LAYERS, f"p{index % LAYERS}_{index}")
        while len(self.texts) < number:
            self.add_script(len(self.texts))

    def lower(self, layer):
        """A module of a lower layer."""
        below = [name for other, name in self.packages if other < layer]
        return f"{self.random.choice(below)}/m{self.random.randrange(MODULES)}" if below else None

    def add(self, file, targets, more=""):
        """Write one file that imports others in one of the ways there are."""
        lines = ['"""One of many."""', "import os"]
        for target in targets:
            package, module = target.split("/")
            ways = [f"import {package}.{module}", f"from {package} import {module}", f"from {package}.{module} import NAME",
                    f"def f_{len(lines)}():\n    import {package}.{module}"]
            if file.startswith(package + "/"):
                ways = [f"from . import {module}", f"from .{module} import __name__ as n{len(lines)}"]
            lines.append(self.random.choice(ways))
        self.texts[file] = "\n".join(lines + [f"NAME = {file!r}", more]) + "\n"
        self.imports[file] = {target + ".py" for target in targets}

    def add_package(self, layer, name):
        """A package; in every third, some modules import each other in a circle."""
        self.packages.append((layer, name))
        self.add(f"{name}/__init__.py", [])
        circle = self.random.sample(range(MODULES), 3) if self.random.random() < 0.3 else []
        for module in range(MODULES):
            targets = {self.lower(layer) for _ in range(self.random.randrange(4))} - {None}
            if module in circle:
                targets.add(f"{name}/m{circle[(circle.index(module) + 1) % 3]}")
            raises = not circle and self.random.random() < 0.02
            file = f"{name}/m{module}.py"
            self.add(file, sorted(targets), "raise ValueError(os.name)" if raises else "")
            if raises:
                self.raising.add(file)

    def add_script(self, number):
        """A script in a directory with others; every directory has a helper of the same name."""
        directory = f"scripts/d{number // 10}"
        name = "helper" if number % 10 == 0 else f"run-{number}"
        self.add(f"{directory}/{name}.py", [self.lower(LAYERS)])
        helper = f"{directory}/helper.py"
        if name != "helper" and helper in self.texts:
            self.texts[f"{directory}/{name}.py"] += "import helper\n"
            self.imports[f"{directory}/{name}.py"].add(helper)

    def closure(self, file):
        """All files that the file depends on, itself among them."""
        found, left = set(), [file]
        while left:
            one = left.pop()
            if one in found:
                continue
            found.add(one)
            left += self.imports[one]
            init = one.rsplit("/", 1)[0] + "/__init__.py"
            left += [init] if init in self.texts else []
        return found

    def dependents(self):
        """{file: those that depend on it}."""
        found = {file: set() for file in self.texts}
        for file in self.texts:
            for other in self.closure(file):
                found[other].add(file)
        return found
