# SPDX-License-Identifier: MIT
"""Cases 601 to 699: mypy, isort and ruff as a tree would declare them: types, stubs, neighbours."""
import json
import shutil

from keys import limit, newest, NEWEST, Path, tell

MYPY = {
    "command": ["mypy", "--no-error-summary", "--no-incremental", "--cache-dir=/dev/null", "--follow-imports=silent",
                "--show-column-numbers", "{file}"],
    "scope": "closure",
    "config": ["mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg", "../mypy.ini"],
    "pattern": r"^(?<file>[^:]+):(?<line>\d+):(?<column>\d+): (?<severity>\w+): (?<text>.*?)(  \[(?<rule>[\w-]+)\])?$",
}
ISORT = {
    "command": ["isort", "--check-only", "{file}"],
    "scope": "self+fs",
    "config": [".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini", ".editorconfig", "../.isort.cfg"],
    "pattern": r"^ERROR: (?<file>.+?) (?<text>Imports.*)$",
}
RUFF = {
    "command": ["ruff", "check", "--no-cache", "--quiet", "--output-format=concise", "--extend-select=I,INP,EXE,N,UP", "{file}"],
    "scope": "self+fs",
    "config": ["ruff.toml", ".ruff.toml", "pyproject.toml", "../ruff.toml", "../pyproject.toml"],
    "pattern": r"^(?<file>[^:]+):(?<line>\d+):(?<column>\d+): (?<rule>\w+) (?<text>.*)$",
}


def declare(nest, **tools):
    """Write lintcache.json with these tools, and use them all."""
    nest.write("lintcache.json", json.dumps({"lint_tools": tools}))
    nest.tools = list(tools)


def own_mypy(nest):
    """Run mypy in an environment of its own, in which more can be installed."""
    nest.own_environment()
    nest.write("site:linters.pth", f"{next(Path(NEWEST).parent.parent.glob('lib/python3*/site-packages'))}\n")
    program = f"#!{nest.python}\nimport sys\nfrom mypy.__main__ import console_entry\nsys.exit(console_entry())\n"
    nest.write("site:../../../bin/mypy", program).chmod(0o755)
    declare(nest, mypy=MYPY)


# mypy

@newest
def case_601_mypy_an_import_in_a_function(nest):
    """Table F: `c.py` loses what is used inside a function."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="def f() -> int:\n    import c\n    return c.NAME\n", c="NAME = 1\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("c.py", "OTHER = 1\n")


@newest
def case_602_mypy_an_import_for_type_checking(nest):
    """Table F: `b.py` loses a class that is used in an annotation only."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import b\n\ndef f(x: 'b.Thing') -> None: ...\n",
                   b="class Thing: ...\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "class Other: ...\n")


@newest
def case_603_mypy_a_stub_appears(nest):
    """Table F: beside an unchanged module, which it takes the place of."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=1, most=2, reason="import|file"):
        nest.write("b.pyi", "OTHER: int\n")


@newest
def case_604_mypy_an_optional_module_appears(nest):
    """Table F, mypy #5101: an import that led nowhere leads to a module."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="try:\n    import fast\nexcept ImportError:\n    pass\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=0):
        nest.write("fast.py", "NAME = 1\n")


@newest
def case_605_mypy_a_protocol_changes(nest):
    """mypy #15762: a class does not fit any more, in a file between."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="from b import use\nfrom c import Thing\nuse(Thing())\n", c="class Thing:\n    def f(self) -> int: ...\n",
                   b="from typing import Protocol\nclass P(Protocol):\n    def f(self) -> int: ...\ndef use(p: P) -> None: ...\n",
                   bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.edit("b.py", "-> int", "-> str")


@newest
def case_606_mypy_a_renamed_import(nest):
    """mypy #20300: the import leads nowhere, at once and not one run later."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=1):
        nest.rename("b.py", "c.py")


@newest
def case_607_mypy_stubs_are_installed(nest):
    """mypy #5101: a stub package appears for an installed module without types."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, most=2, reason="import|tool"):
        nest.write("site:thing-stubs/__init__.pyi", "NAME: int\n")
        nest.distribution("types-thing")


@newest
def case_608_mypy_stubs_are_uninstalled(nest):
    """mypy #17049: a stub package goes, and what it said of the module with it."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.write("site:thing-stubs/__init__.pyi", "NAME: int\n")
    nest.distribution("types-thing")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, most=2, reason="import|tool"):
        nest.remove("site:thing-stubs")
        nest.remove("site:types-thing.dist-info")


@newest
def case_609_mypy_a_module_says_it_is_typed(nest):
    """py.typed appears in an installed package, by hand."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, most=2, reason="import|observed"):
        nest.write("site:thing/py.typed", "")


@newest
def case_610_mypy_is_configured(nest):
    """mypy.ini appears."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="def f(x):\n    return x\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n")


@newest
def case_611_mypy_an_override_goes(nest):
    """mypy #17032: a section about some modules is removed."""
    declare(nest, mypy=MYPY)
    nest.write("mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n[mypy-a]\nignore_errors = True\n")
    nest.write_all(a="def f(x):\n    return x\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n")


@newest
def case_612_mypy_is_configured_above(nest):
    """mypy.ini appears in a parent directory."""
    declare(nest, mypy=MYPY)
    nest.write_all(a="def f(x):\n    return x\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("../mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n")


@newest
def case_613_mypy_a_flag(nest):
    """mypy #20845: a flag has its effect at once, and on mypy alone."""
    declare(nest, mypy=MYPY, isort=ISORT)
    nest.write_all(a="def f(x):\n    return x\n", b="")
    with nest.change(run=2, reason="argument"):
        declare(nest, mypy={**MYPY, "command": ["mypy", "--disallow-untyped-defs", *MYPY["command"][1:]]}, isort=ISORT)


@newest
def case_614_mypy_a_search_path(nest):
    """P11: MYPYPATH leads to stubs for what is not there."""
    nest.write("stubs/thing.pyi", "NAME: int\n")
    declare(nest, mypy=MYPY)
    nest.write_all(a="import thing\n", bystander="")
    with nest.change(run=2, reason="environment"):
        declare(nest, mypy={**MYPY, "environment": ["MYPYPATH=stubs"]})


@newest
@limit("what a declared tool itself looks for is not observed")
def case_615_mypy_a_stub_on_its_search_path(nest):
    """mypy #5101: a stub on MYPYPATH appears, which only mypy would find."""
    nest.write("stubs/readme", "")
    declare(nest, mypy={**MYPY, "environment": ["MYPYPATH=stubs"]})
    nest.write_all(a="import thing\n", bystander="")
    with nest.change(run=1, most=2, reason="import|observed"):
        nest.write("stubs/thing.pyi", "NAME: int\n")


@newest
def case_616_mypy_errors_of_other_files(nest):
    """kicad-tools #4773: what is told of a file besides the one that was asked for goes with that file."""
    declare(nest, mypy={**MYPY, "command": [word for word in MYPY["command"] if not word.startswith("--follow")]})
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME: int = 'word'\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "NAME: int = 1\n")


@newest
@limit("the code that a declared tool loads by its configuration is not observed")
def case_617_mypy_a_plugin_is_edited(nest):
    """nx #22664: its source lies in the tree, and the configuration names it."""
    declare(nest, mypy=MYPY)
    nest.options = ["--exclude", "own_plugin.py"]
    nest.write("mypy.ini", "[mypy]\nplugins = own_plugin.py\n")
    plugin = ("from mypy.plugin import Plugin\nclass Own(Plugin):\n    def get_function_hook(self, name):\n        return {}\n"
              "def hook(context):\n    context.api.fail('is called', context.context)\n    return context.default_return_type\n"
              "def plugin(version):\n    return Own\n")
    nest.write("own_plugin.py", plugin.format("None"))
    nest.write_all(a="def f() -> int:\n    return 1\nf()\n", b="def g() -> int:\n    return 1\ng()\n")
    with nest.change(run=2, reason="observed|tool"):
        nest.write("own_plugin.py", plugin.format("hook if name.endswith(('.f', '.g')) else None"))


# isort

@newest
def case_631_isort_a_sibling_appears(nest):
    """Table F: a module of the tree shares its name with an import, which becomes first-party."""
    declare(nest, isort=ISORT)
    nest.write_all(a="import json\n\nimport own\nimport thing\n", own="", bystander="")
    nest.write_all(a="import json\n\nimport thing\n\nimport own\n")
    with nest.change(run=2, most=4, reason="first|file|import|config|tree|observed", back=0):
        nest.write("thing.py", "")


@newest
def case_632_isort_a_sibling_directory_appears(nest):
    """Table F: a directory is enough for it to be first-party."""
    declare(nest, isort=ISORT)
    nest.write_all(a="import json\n\nimport thing\n\nimport own\n", own="", bystander="")
    with nest.change(run=1, most=4, reason="first|import|file|tree|observed"):
        nest.write("thing/data.py", "")


@newest
def case_633_isort_is_configured(nest):
    """.isort.cfg appears."""
    declare(nest, isort=ISORT)
    nest.write_all(a="import json\nimport os\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write(".isort.cfg", "[settings]\nforce_sort_within_sections = True\nreverse_sort = True\n")


@newest
def case_634_isort_editorconfig(nest):
    """.editorconfig appears."""
    declare(nest, isort=ISORT)
    nest.write_all(a="from os import getcwd, listdir, makedirs\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write(".editorconfig", "root = true\n[*.py]\nmax_line_length = 20\n")


@newest
def case_635_isort_in_a_clone(nest):
    """What isort prints names the file by its whole path, which is another one in a clone."""
    declare(nest, isort=ISORT)
    nest.write_all(a="import os\nimport json\n", b="")
    nest.begin()
    with nest.change(run=0, most=2, same=True):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        nest.place = "user/work/clone"


# ruff

@newest
def case_641_ruff_an_init_file_appears(nest):
    """ruff #5449, #9543: INP001 goes from the files beside it and below."""
    declare(nest, ruff=RUFF)
    nest.write_all(pkg__a="", pkg__b="", bystander="")
    with nest.change(run=3, most=4, reason="first|file|import|tree|observed|config", back=0):
        nest.write("pkg/__init__.py", "")


@newest
def case_642_ruff_an_init_file_vanishes(nest):
    """ruff #5449, #9543: INP001 is told of the files beside it."""
    declare(nest, ruff=RUFF)
    nest.write_all(pkg__init="", pkg__a="", pkg__b="", bystander="")
    with nest.change(run=2, most=3, reason="file|import|tree|observed|config", back=1):
        nest.remove("pkg/__init__.py")


@newest
def case_643_ruff_another_module_is_deleted(nest):
    """ruff #5449: I001 depends on which modules the tree has."""
    declare(nest, ruff=RUFF)
    nest.write_all(a="import json\n\nimport astroid\n\nimport thing\n", thing="", bystander="")
    with nest.change(run=1, most=2, reason="file|import|tree|observed", back=1):
        nest.remove("thing.py")


@newest
@limit("modes of files are no inputs of declared tools")
def case_644_ruff_an_executable_bit(nest):
    """EXE001, EXE002: who may execute a file."""
    declare(nest, ruff=RUFF)
    nest.write_all(a="#!/usr/bin/env python3\n", b="")
    nest.begin()
    with nest.change(run=1, most=2, reason="file"):
        nest.keep(nest.path("a.py"))
        nest.path("a.py").chmod(0o755)


@newest
def case_645_ruff_is_configured(nest):
    """ruff.toml appears."""
    declare(nest, ruff=RUFF)
    nest.write_all(a="import os\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("ruff.toml", "[lint]\nignore = ['F401']\n")


@newest
def case_646_ruff_a_chain_of_configurations(nest):
    """What `extend` leads to is edited."""
    declare(nest, ruff={**RUFF, "config": [*RUFF["config"], "../base.toml"]})
    nest.write("ruff.toml", "extend = '../base.toml'\n")
    nest.write("../base.toml", "[lint]\nignore = ['F401']\n")
    nest.write_all(a="import os\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("../base.toml", "[lint]\nignore = ['F811']\n")


@newest
def case_647_ruff_requires_python(nest):
    """The oldest Python that a project supports is said in a neighbouring pyproject.toml."""
    declare(nest, ruff=RUFF)
    nest.write("pyproject.toml", "[project]\nname = 'thing'\nversion = '1'\nrequires-python = '>=3.8'\n")
    nest.write_all(a="import typing\n\n\ndef f(x: typing.List[int]) -> None: ...\n", b="")
    with nest.change(run=2, reason="config"):
        nest.edit("pyproject.toml", "3.8", "3.12")


@newest
def case_648_ruff_format(nest):
    """ruff #17619: `format --check` passes no longer than it should."""
    declare(nest, format={"command": ["ruff", "format", "--check", "--no-cache", "{file}"], "scope": "self", "config": ["ruff.toml"]})
    nest.write_all(a="NAME = 'word'\n", b='NAME = "word"\n')
    nest.write("ruff.toml", "[format]\nquote-style = 'preserve'\n")
    with nest.change(run=2, reason="config"):
        nest.write("ruff.toml", "[format]\nquote-style = 'double'\n")


@newest
def case_649_ruff_a_nearer_configuration(nest):
    """ruff #9543: each file has the closest configuration, in its own directory."""
    declare(nest, ruff={**RUFF, "config": [*RUFF["config"], "pkg/ruff.toml"]})
    nest.write_all(pkg__init="", pkg__a="import os\n", b="import os\n")
    with nest.change(run=1, most=3, reason="config"):
        nest.write("pkg/ruff.toml", "[lint]\nignore = ['F401']\n")


@newest
def case_650_four_tools_and_one_edit(nest):
    """nx #19580: only the one that follows imports looks at the files that import the edited one."""
    declare(nest, mypy=MYPY, ruff=RUFF, isort=ISORT)
    nest.write_all(a="import b\n\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=4, reason={"file": 3, "import": 1}):
        nest.write("b.py", "OTHER = 1\n")


if __name__ == "__main__":
    tell(globals())
