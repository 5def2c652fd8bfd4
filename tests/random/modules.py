# SPDX-License-Identifier: MIT
"""Modules that are written at random: what each defines, what it imports and in which way, and what is wrong with it."""
import copy
from dataclasses import dataclass, field

# Few names, so that they meet.
NAMES = ("alpha", "beta", "gamma", "Delta", "Sigma", "TEXT", "TABLE")
WAYS = ("import", "from", "star", "relative", "sibling", "parent", "function", "type_checking", "optional", "conditional",
        "import_module", "dunder_import", "alias", "base_class", "late", "environment", "again", "again",
        "attribute")
FLAWS = {
    "unused": "import os.path as never_used",
    "space": "spaced = [1,2 ]",
    "undefined": "print(nowhere_defined)",
    "long": "LONG = " + repr("x" * 90),
    "reimported": "import sys as twice\nimport sys as twice",
    "suppressed": "import abc as hushed  # noqa: F401 pylint: disable=unused-import",
    "order": "import sys\nimport six\nimport re\nprint(sys, six, re)",
    "call": "print(len(1, 2, 3))",
    "all": "__all__ = ['alpha', 'core']",
    "prints": "print('loaded')",
    "raises": "raise ValueError('at import')",
    "syntax": "def broken(:",
    "argv": "import sys as arguments\nif len(arguments.argv) > 5:\n    import alpha",
}
SHAPES = {
    "function": {
        0: "def {name}():\n    return 'text'\n",
        1: "def {name}(first, second=2):\n    return [first, second]\n",
        2: "def {name}(*, key):\n    return {{key: key}}\n",
    },
    "class": {
        0: "class {name}:\n    count = 1\n\n    def run(self):\n        return self.count\n",
        1: "class {name}:\n    def run(self, more):\n        return more\n\n    def stop(self):\n        return 'x'\n",
        2: "class {name}(dict):\n    total = 'x'\n",
    },
    "constant": {0: "{name} = 'some text'\n", 1: "{name} = {{'key': 1}}\n", 2: "{name} = 3\n"},
}


def kind_of(name):
    """What a name stands for, by how it is written."""
    return "constant" if name.isupper() else "class" if name[0].isupper() else "function"


@dataclass
class Import:
    """A statement that imports a name from a module in some way."""
    way: str
    module: str  # with dots, from the top of a search path
    name: str


@dataclass
class Module:
    """One file, as it is meant; `text` writes it."""
    defines: dict = field(default_factory=dict)  # name: number of its shape
    imports: list = field(default_factory=list)
    flaws: list = field(default_factory=list)
    special: str = ""  # text of its own before all else
    note: int = 0

    def text(self):
        """The source."""
        lines = [f'"""Note {self.note}."""\n' if self.note else "", self.special]
        lines += [written(one, number) for number, one in enumerate(self.imports)]
        lines += ["\n\n" + SHAPES[kind_of(name)][shape].format(name=name) for name, shape in self.defines.items()]
        lines += [FLAWS[flaw] + "\n" for flaw in self.flaws]
        return "".join(lines)

    def changed_by(self, rng, targets):
        """A copy with one random change, and its name."""
        module = copy.deepcopy(self)
        change = rng.choice(("define", "drop", "rename", "reshape", "import", "import", "unimport", "way", "flaw", "mend", "note"))
        if change == "define" or not module.defines:
            module.defines[rng.choice(NAMES)] = rng.randrange(3)
        elif change == "drop":
            del module.defines[rng.choice(sorted(module.defines))]
        elif change == "rename":
            shape = module.defines.pop(rng.choice(sorted(module.defines)))
            module.defines[rng.choice(NAMES)] = shape
        elif change == "reshape":
            name = rng.choice(sorted(module.defines))
            module.defines[name] = (module.defines[name] + rng.choice((1, 2))) % 3
        elif change == "import" or (change in ("unimport", "way") and not module.imports):
            module.imports.insert(rng.randint(0, len(module.imports)), any_import(rng, targets))
        elif change == "unimport":
            module.imports.pop(rng.randrange(len(module.imports)))
        elif change == "way":
            rng.choice(module.imports).way = rng.choice(WAYS)
        elif change == "flaw" or (change == "mend" and not module.flaws):
            module.flaws.append(rng.choice(sorted(FLAWS)))
        elif change == "mend":
            module.flaws.pop(rng.randrange(len(module.flaws)))
        else:
            module.note += 1
        return module, change


def use(value, name):
    """An expression that a linter can find fault with, depending on what the name stands for."""
    return {"function": f"{value}(1).append(2)", "class": f"{value}().run()", "constant": f"{value}.upper()"}[kind_of(name)]


def used(expression, number):
    """A function that uses something: what an import loads does not hang on whether that works."""
    return f"\n\ndef use_{number}():\n    return {expression}\n\n\n"


def written(one, number):
    """The text of an import and of what uses it."""
    module, name = one.module, one.name
    package, _, last = module.rpartition(".")
    plainly = used(use(name, name), number)
    through = used(use(f"{module}.{name}", name), number)
    variable = f"module_{number}"
    by_variable = used(use(f"{variable}.{name}", name), number)
    return {
        "import": f"import {module}\n{through}",
        "from": f"from {module} import {name}\n{plainly}",
        "star": f"from {module} import *\n{plainly}",
        "relative": f"from .{last} import {name}\n{plainly}",
        "sibling": f"from . import {last}\n{used(use(f'{last}.{name}', name), number)}",
        "parent": f"from ..{last} import {name}\n{plainly}",
        "function": f"\n\ndef in_function_{number}():\n    from {module} import {name}\n    return {use(name, name)}\n\n\n",
        "type_checking": f"import typing\nif typing.TYPE_CHECKING:\n    from {module} import {name} as Type{number}\n\n\n"
                         f"def typed_{number}(one: 'Type{number}') -> 'Type{number}':\n    return one\n\n\n",
        "optional": f"try:\n    import {module} as {variable}\nexcept ImportError:\n    {variable} = None\n{by_variable}",
        "conditional": f"import sys\nif sys.version_info >= (3, 0):\n    from {module} import {name}\nelse:\n    {name} = None\n{plainly}",
        "import_module": f"import importlib\n{variable} = importlib.import_module('{module}')\n{by_variable}",
        "dunder_import": f"{variable} = __import__('{module}', fromlist=['{name}'])\n{by_variable}",
        "alias": f"import {module} as {variable}\n{by_variable}",
        "base_class": f"from {module} import Delta\n\n\nclass Derived{number}(Delta):\n    def go(self):\n"
                      f"        return self.run() + self.stop()\n\n\nprint(Derived{number}().count)\n",
        "late": f"def late_{number}():\n    if True:\n        import {module}\n        return {use(f'{module}.{name}', name)}\n    return 0\n",
        "environment": f"import os\nif os.environ.get('MODE') == 'on':\n    import {module} as {variable}\n    print({variable}.{name})\n",
        "attribute": f"import {package or module}\n{through}",
        "again": f"from {module} import {name}\n",
    }[one.way]


def any_import(rng, targets):
    """An import of one of the modules, or of one that may not be there; most can be done."""
    module, names, is_beside = rng.choice(targets)
    way = rng.choice(WAYS)
    while way in ("relative", "sibling", "parent") and not is_beside and rng.random() < 0.9:
        way = rng.choice(WAYS)
    return Import(way, module, rng.choice(names if names and rng.random() < 0.9 else NAMES))


def any_module(rng, targets):
    """A module of any content."""
    module = Module({name: rng.randrange(3) for name in rng.sample(NAMES, rng.randint(0, 4))})
    module.imports = [any_import(rng, targets) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))]
    if rng.random() < 0.25:
        module.flaws = [rng.choice([flaw for flaw in sorted(FLAWS) if flaw not in ("syntax", "raises")])]
    return module


def special_text(rng, targets):
    """Text that no shape covers: lazy attributes, data that is read, changed search paths."""
    target = rng.choice(targets)[0]
    return rng.choice((
        f"import importlib\n\n\ndef __getattr__(name):\n    if name != 'lazy':\n        raise AttributeError(name)\n"
        f"    return importlib.import_module('{target}')\n\n\n",
        "import os\nwith open(os.path.join(os.path.dirname(__file__), 'data.txt'), encoding='utf-8') as source:\n"
        "    DATA = source.read()\n",
        "import importlib\nimport os\nwith open(os.path.join(os.path.dirname(__file__), 'data.txt'), encoding='utf-8') as source:\n"
        "    chosen = importlib.import_module(source.read().strip() or 'core')\n",
        f"import os\nimport sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'vendored'))\n"
        f"import {target.rpartition('.')[2]} as vendored\nprint(vendored.alpha())\n",
        "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n",
        f"from {target} import *\nfrom {target} import alpha as again\n__all__ = ['again', 'alpha']\n",
        "import os\nKINDS = sorted(os.listdir(os.path.dirname(os.path.abspath(__file__))))\n",
        f"#!/usr/bin/python3\nimport sys\nfrom {target} import alpha\nif __name__ == '__main__':\n    sys.exit(alpha())\n",
    ))


def stub_text(rng):
    """A stub that says something about some of the names."""
    lines = {"function": "def {}(first: int = ...) -> list[int]: ...", "class": "class {}:\n    def run(self) -> str: ...",
             "constant": "{}: str"}
    return "".join(lines[kind_of(name)].format(name) + "\n" for name in rng.sample(NAMES, rng.randint(0, 4)))
