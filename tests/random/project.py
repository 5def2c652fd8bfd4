# SPDX-License-Identifier: MIT
"""A small project that is written at random: packages, plain directories, scripts, tests, stubs, data, configuration, a library."""
from modules import NAMES, Module, any_module, special_text, stub_text
from world import LIBRARIES, TREE

MODULES = ("core", "util", "model", "extra", "shape")
PACKAGES = ("pkg", "app", "pkg/sub", "plain", "tests", "src/lay", "scripts", "pkg/vendored", "vendored")
STANDARD = ("colorsys", "calendar", "statistics", "queue")
THIRD = ("six", "outside", "outside.deep", "yaml")
OUTSIDE = ("outside/__init__.py", "outside/deep.py", "single.py", "pkg/__init__.py", "pkg/core.py", "util.py", "outside-stubs/__init__.pyi")
MESSAGES = ("import-error,no-name-in-module,no-member,unused-import,wrong-import-order,undefined-variable,"
            "undefined-all-variable,relative-beyond-top-level,unexpected-keyword-arg,no-value-for-parameter,"
            "too-many-function-args,not-callable,import-self,reimported,consider-using-from-import,syntax-error,"
            "abstract-method,wildcard-import,unused-wildcard-import,arguments-differ,inherit-non-class,cyclic-import,"
            "unsubscriptable-object,assignment-from-no-return,ungrouped-imports,deprecated-module,import-outside-toplevel")
PYLINTRC = "[MAIN]\n{main}\n[MESSAGES CONTROL]\ndisable=all\nenable={messages}\n"
CHECKER = """from pylint.checkers import BaseChecker
class Finds(BaseChecker):
    name = "finds"
    msgs = {"W9901": ("Found %s", "found-something", "A finding.")}
    def visit_functiondef(self, node):
        if node.name == "WHAT":
            self.add_message("found-something", node=node, args=("WHAT",))
def register(linter):
    linter.register_checker(Finds(linter))
"""
LOCAL = """class Finds:
    name = "finds"
    version = "1"
    def __init__(self, tree):
        self.tree = tree
    def run(self):
        for node in self.tree.body:
            if getattr(node, "name", "") == "WHAT":
                yield node.lineno, 0, "X100 found it", type(self)
"""


def dotted(path):
    """The name of a module by its path below a search path."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def pylint_configurations(rng):
    """The text of a pylintrc."""
    messages = MESSAGES.split(",")
    rng.shuffle(messages)
    main = rng.choice(("", "", "", "ignored-modules=six,core,outside", "init-hook='import sys; sys.path.insert(0, \"../../elsewhere\")'",
                       "load-plugins=finds", "extension-pkg-allow-list=core", "ignore-paths=.*pkg.*", "ignore=core.py",
                       "[TYPECHECK]\ngenerated-members=alpha,beta", "[IMPORTS]\nknown-third-party=core,pkg",
                       "[VARIABLES]\ninit-import=yes", "[TYPECHECK]\nignored-classes=Delta", "unsafe-load-any-extension=yes"))
    return PYLINTRC.format(main=main, messages=",".join(messages[:rng.choice((30, 30, 30, 8))]))


def flake8_configuration(rng):
    """The section of flake8."""
    return "[flake8]\n" + rng.choice(("max-line-length = 120\n", "max-line-length = 60\n", "extend-ignore = F401\n", "select = E\n",
                                       "per-file-ignores =\n    pkg/*: F401,E231\n", "exclude = pkg\n", "builtins = alpha\n",
                                       "doctests = True\n", "ignore = W391\n", "ignore =\n",
                                       "extend-exclude = core.py\n"))


def configuration(rng):
    """(file name, text) of some configuration."""
    sections = "\n[flake8:local-plugins]\nextension =\n    X100 = local:Finds\npaths = ./plugins\n"
    return rng.choice((
        lambda: ("setup.cfg", flake8_configuration(rng)),
        lambda: ("setup.cfg", flake8_configuration(rng) + "[pylint.messages_control]\ndisable=" + rng.choice(("E1101", "W0611,E0401")) + "\n"),
        lambda: ("setup.cfg", f"[metadata]\nname = it\nversion = {rng.randrange(9)}\n"),
        lambda: (".flake8", flake8_configuration(rng)),
        lambda: (".flake8", flake8_configuration(rng) + sections),
        lambda: ("tox.ini", flake8_configuration(rng)),
        lambda: ("tox.ini", "[tox]\nenvlist = py311\n"),
        lambda: ("pylintrc", pylint_configurations(rng)),
        lambda: (".pylintrc", pylint_configurations(rng)),
        lambda: ("pyproject.toml", f"[project]\nname = 'it'\nversion = '{rng.randrange(9)}'\n"),
        lambda: ("pyproject.toml", "[tool.pylint.main]\ndisable = 'all'\nenable = ['" + rng.choice(MESSAGES.split(",")) + "']\n"),
        lambda: ("setup.cfg", rng.choice(("[flake8\n", "[flake8]\nmax-line-length = many\n", "nothing of a section\n"))),
        lambda: (".editorconfig", "root = true\n[*]\nindent_size = 3\n"),
        lambda: (".isort.cfg", "[settings]\nknown_third_party = core\n"),
        lambda: ("mypy.ini", "[mypy]\n" + rng.choice(("strict = True\n", "disallow_untyped_defs = True\n", "ignore_missing_imports = True\n"))),
    ))()


class Project:
    """What was written, so that it can be changed with sense."""

    def __init__(self, rng):
        self.rng = rng
        self.modules = {}  # path in the world: Module

    def targets(self, about=None):
        """(name, names in it, whether it is in the same package) of modules that may be imported.

        Mostly of those that are there, and that were so before the one that it is about: not all is one circle.
        """
        place = about.rpartition("/")[0] if about else ""
        known, is_before = [], True
        for path, module in self.modules.items():
            is_before = is_before and path != about
            if not path.endswith(".py") or path == about:
                continue
            name = dotted(path.split("/", 2)[2] if path.startswith(TREE) else path.split("/", 1)[1])
            names = sorted(module.defines) + [one.name for one in module.imports if one.way in ("from", "again", "relative")]
            is_beside = place != TREE and path.rpartition("/")[0] == place
            known += [(name, names, is_beside)] * (8 if is_before else 1)
            if "." in name:
                known.append((name.rpartition(".")[2], names, False))
        return known + [(name, [], False) for name in (*MODULES, *STANDARD, *THIRD, "pkg", "nowhere", "single")]

    def any_path(self):
        """Where a module may be, in the tree."""
        rng = self.rng
        directory = rng.choice(("",) * 3 + PACKAGES)
        name = rng.choice(MODULES * 3 + STANDARD + ("six", "__init__", "__init__", "conftest", "test_core"))
        return "/".join(part for part in (TREE, directory, name + ".py") if part)

    def write_module(self, path, module=None):
        """The operation that writes a module, which is new unless it is given."""
        self.modules[path] = module or any_module(self.rng, self.targets(path))
        if module is None and self.rng.random() < 0.15:
            self.modules[path].special = special_text(self.rng, self.targets(path))
        return ["write", path, self.modules[path].text()]

    def first_operations(self):
        """The operations that make the project."""
        rng = self.rng
        paths = {self.any_path() for _ in range(rng.choice((3, 4, 4, 5, 6, 7, 9, 12)))}
        for package in PACKAGES:
            if any(path.startswith(f"{TREE}/{package}/") for path in paths) and rng.random() < 0.7 and package not in ("plain", "scripts"):
                paths.add(f"{TREE}/{package}/__init__.py")
        in_order = sorted(paths)
        rng.shuffle(in_order)
        for path in in_order:
            self.modules[path] = Module({name: 0 for name in rng.sample(NAMES, 3)})
        operations = []
        for path in rng.sample(OUTSIDE, rng.randint(2, 5)):
            operations.append(["write", f"{LIBRARIES}/{path}", stub_text(rng)] if path.endswith("i")
                              else self.write_module(f"{LIBRARIES}/{path}"))
        operations += [self.write_module(path) for path in sorted(paths)]
        operations.append(["write", f"{LIBRARIES}/finds.py", CHECKER.replace("WHAT", rng.choice(("alpha", "beta")))])
        operations.append(["write", f"{TREE}/pylintrc", PYLINTRC.format(main="", messages=MESSAGES)])
        if rng.random() < 0.5:
            operations.append(["write", "/".join((TREE, *configuration(rng)[:1])), configuration(rng)[1]])
        for directory in ("", "pkg/", "app/"):
            operations.append(["write", f"{TREE}/{directory}data.txt", rng.choice(MODULES) + "\n"])
        operations.append(["write", "elsewhere/one/core.py", any_module(rng, self.targets()).text()])
        operations.append(["write", "elsewhere/two/core.py", any_module(rng, self.targets()).text()])
        operations.append(["write", "elsewhere/core.py", any_module(rng, self.targets()).text()])
        if rng.random() < 0.4:
            operations.append(["link", f"{TREE}/linked", "../../elsewhere/one"])
        return operations
