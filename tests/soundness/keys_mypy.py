# SPDX-License-Identifier: MIT
"""Cases 701 to 799: the built-in mypy, one process for all files, each with what its own imports lead to."""
from keys import newest, NEWEST, Path, tell


def use(nest, *lines):
    """Use mypy, with this configuration."""
    nest.tools = ["mypy"]
    if lines:
        nest.write("mypy.ini", "[mypy]\n" + "".join(f"{line}\n" for line in lines))


def own_mypy(nest):
    """Run mypy in an environment of its own, in which more can be installed."""
    nest.own_environment()
    nest.write("site:linters.pth", f"{next(Path(NEWEST).parent.parent.glob('lib/python3*/site-packages'))}\n")
    program = f"#!{nest.python}\nimport sys\nfrom mypy.__main__ import console_entry\nsys.exit(console_entry())\n"
    nest.write("site:../../../bin/mypy", program).chmod(0o755)
    use(nest)


def case_701_an_attribute_through_three_files(nest):
    """The type of a name is inferred in the third file; who does not lead there is left alone."""
    use(nest)
    nest.write_all(a="import b\nx: int = b.NAME\n", b="from c import NAME\n", c="NAME = 1\n", bystander="import sys\n")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.write("c.py", "NAME = ''\n")


def case_702_a_stub_appears(nest):
    """Beside an unchanged module, which it takes the place of."""
    use(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="import sys\n")
    with nest.change(run=1, most=2, reason="import|file"):
        nest.write("b.pyi", "OTHER: int\n")


def case_703_a_missing_module_appears(nest):
    """An import that led nowhere leads to a module of the tree."""
    use(nest)
    nest.write_all(a="import fast\n", b="import sys\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=0):
        nest.write("fast.py", "NAME = 1\n")


def case_704_a_missing_submodule_appears(nest):
    """The same in a package, of which the others know already."""
    use(nest)
    nest.write_all(a="import pkg.fast\n", b="import pkg.slow\n", pkg__init="", pkg__slow="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=0):
        nest.write("pkg/fast.py", "NAME = 1\n")


def case_705_other_files_come_and_go(nest):
    """A new module that nobody asks for is nothing to those that are there."""
    use(nest)
    nest.write_all(a="import b\nx: str = b.NAME\n", b="NAME = 1\n")
    nest.begin()
    nest.write("other.py", "import a\n")
    nest.expect_run(1, 1, "only the new one is linted", {"first": 1})
    nest.remove("other.py")
    nest.expect_same(nest.before, 0, "what is gone was nothing to the others")


def case_706_a_cycle(nest):
    """All files of a cycle, and those that lead into it."""
    use(nest)
    nest.write_all(a="import b\nx: int = b.NAME\n", b="import c\nNAME = 1\n", c="import b\ny: int = b.NAME\n", bystander="import sys\n")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.edit("b.py", "NAME = 1", "NAME = ''")


def case_707_a_section_about_a_module(nest):
    """A section of the configuration is removed."""
    use(nest, "disallow_untyped_defs = True", "[mypy-a]", "ignore_errors = True")
    nest.write_all(a="def f(x):\n    return x\n", b="x = 1\n")
    with nest.change(run=2, reason="config"):
        nest.write("mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n")


def case_708_another_section_of_a_shared_file(nest):
    """setup.cfg says something about another tool."""
    use(nest)
    nest.write("setup.cfg", "[mypy]\ndisallow_untyped_defs = True\n[other]\nkey = 1\n")
    nest.write_all(a="def f(x):\n    return x\n", b="x = 1\n")
    with nest.change(run=0):
        nest.write("setup.cfg", "[mypy]\ndisallow_untyped_defs = True\n[other]\nkey = 2\n")


def case_709_the_configuration_names_a_place(nest):
    """A stub appears where mypy_path leads."""
    use(nest, "mypy_path = stubs")
    nest.write("stubs/kept.txt")
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="import sys\n")
    with nest.change(run=1, most=3, reason="import|file|first"):
        nest.write("stubs/b.pyi", "OTHER: int\n")


def case_710_a_variable_names_a_place(nest):
    """MYPYPATH leads to another stub."""
    use(nest)
    nest.write("elsewhere:one/thing.pyi", "NAME: int\n")
    nest.write("elsewhere:two/thing.pyi", "OTHER: int\n")
    nest.outside["MYPYPATH"] = str(nest.path("elsewhere:one"))
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import sys\n")
    with nest.change(run=1, most=2):
        nest.outside = {**nest.outside, "MYPYPATH": str(nest.path("elsewhere:two"))}


def case_711_a_stub_where_the_variable_leads(nest):
    """It is edited, outside of the tree."""
    use(nest)
    nest.write("elsewhere:one/thing.pyi", "NAME: int\n")
    nest.outside["MYPYPATH"] = str(nest.path("elsewhere:one"))
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import sys\n")
    with nest.change(run=1, reason={"import": 1}):
        nest.write("elsewhere:one/thing.pyi", "OTHER: int\n")


def case_712_a_plugin_is_edited(nest):
    """A plugin in the tree, which gives a function another type."""
    use(nest, "plugins = plugin.py")
    plugin = ("from mypy.plugin import Plugin\nclass Own(Plugin):\n    def get_function_hook(self, name):\n"
              "        if name == 'a.f':\n            return lambda c: c.api.named_generic_type('builtins.{}', [])\n"
              "def plugin(version):\n    return Own\n")
    nest.write("plugin.py", plugin.format("int"))
    nest.write_all(a="def f() -> object: ...\nreveal_type(f())\nx: int = f()\n", b="x = 1\n")
    with nest.change(run=3):
        nest.write("plugin.py", plugin.format("str"))


def case_713_a_syntax_error(nest):
    """It appears in an imported file and vanishes again: who imports it cannot be checked, all others can."""
    use(nest)
    nest.write_all(a="import b\nx: str = b.NAME\n", b="import c\nNAME = 1\n", c="", bystander="x: str = 1\n")
    before = nest.begin()
    nest.write("c.py", "x = (\n")
    run = nest.expect_run(3, 3, "who leads to what cannot be parsed", {"file": 1, "import": 2})
    for line in (b"not checked: c.py:", b"bystander.py:1:10: error: Incompatible"):
        if not any(line in found for found in run.findings):
            raise SystemExit(f"{line} is not told: {run.findings}")
    fresh = nest.lint_fresh()
    if run.verdict != fresh.verdict:
        raise SystemExit("STALE: not what a fresh run says")
    nest.write("c.py", "x = ''\n")
    nest.expect_run(3, 3, "it can be parsed again")
    nest.write("c.py", "")
    nest.expect_same(before, 0, "all is as it was")


def case_714_a_type_through_a_package(nest):
    """What a package says of itself, for who asks for a module in it."""
    use(nest)
    nest.write_all(a="from pkg.b import f\nx: int = f()\n", pkg__init="from pkg.c import T\n", pkg__c="T = int\n",
                   pkg__b="from pkg import T\ndef f() -> T: ...\n", bystander="import sys\n")
    with nest.change(run=4, reason={"file": 1, "import": 3}):
        nest.write("pkg/c.py", "T = str\n")


def case_715_an_init_file_vanishes(nest):
    """A package becomes a directory, and what is in it other modules."""
    use(nest)
    nest.write_all(a="import pkg.b\nx: str = pkg.b.NAME\nfrom pkg import TOP\n", pkg__init="TOP = 1\n", pkg__b="from . import TOP\nNAME = 1\n",
                   bystander="import sys\n")
    with nest.change(run=2, back=2):
        nest.remove("pkg/__init__.py")


def case_716_a_module_shadows_an_installed_one(nest):
    """A module of the tree in place of one of typeshed."""
    use(nest)
    nest.write_all(a="import colorsys\nprint(colorsys.rgb_to_hls)\n", bystander="import this\n")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=0):
        nest.write("colorsys.py", "NAME = 1\n")


def case_717_a_submodule_that_another_file_imports(nest):
    """`import a` does not make `a.b` known, whatever other files import."""
    use(nest)
    nest.write_all(a__init="", a__b="NAME = 1\n", one="import a\nprint(a.b.NAME)\n", two="import sys\n")
    with nest.change(run=1, same=True):
        nest.write("two.py", "import a.b\nprint(a.b.NAME)\n")


def case_718_imports_are_not_followed(nest):
    """Who is named is followed all the same: so each file is named alone."""
    use(nest, "follow_imports = skip")
    nest.write_all(a="import b\nx: str = b.NAME\n", b="NAME = 1\n", c="y: str = 1\n")
    with nest.change(run=1, most=2):
        nest.write("b.py", "NAME: str = 1\n")


@newest
def case_719_a_module_says_it_is_typed(nest):
    """py.typed appears in an installed package, by hand."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import sys\n")
    with nest.change(run=1, most=2, reason="import|observed"):
        nest.write("site:thing/py.typed", "")


@newest
def case_720_stubs_are_installed(nest):
    """A stub package appears for an installed module without types, says that it is partial, and goes."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.write("site:thing/more.py", "NAME = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", b="import thing.more\n", bystander="import sys\n")
    with nest.change(run=2, most=3, reason="import|tool"):
        nest.write("site:thing-stubs/__init__.pyi", "NAME: int\n")
        nest.distribution("types-thing")


@newest
def case_721_stubs_become_partial(nest):
    """What their py.typed holds decides whether the module itself is looked at."""
    own_mypy(nest)
    nest.write("site:thing/__init__.py", "")
    nest.write("site:thing/more.py", "NAME = 1\n")
    nest.write("site:thing-stubs/__init__.pyi", "")
    nest.write("site:thing-stubs/py.typed", "\n")
    nest.write_all(a="from thing.more import NAME\nx: str = NAME\n", bystander="import sys\n")
    with nest.change(run=1, most=2, reason="import|tool"):
        nest.write("site:thing-stubs/py.typed", "partial\n")


def case_722_a_directory_without_init(nest):
    """A part of a namespace package appears in another place."""
    use(nest, "mypy_path = one:two", "namespace_packages = True")
    nest.write("one/space/b.py", "NAME = 1\n")
    nest.write("two/space/kept.txt")
    nest.write_all(a="import space.c\n", bystander="import sys\n")
    with nest.change(run=2, most=3, back=0):
        nest.write("two/space/c.py", "NAME = 1\n")


if __name__ == "__main__":
    tell(globals())
