# SPDX-License-Identifier: MIT
"""Cases 101 to 199: what imports lead to, for pylint, which follows them without running them."""
import os

from keys import newest, pylintrc, tell


def messages(nest, more="", main=""):
    """Let pylint look for what these cases are about."""
    nest.write("pylintrc", pylintrc(more, main))


def case_101_an_import_in_a_function(nest):
    """Table F, ESLint #19869: `c.py` loses what is used inside a function; running the importer does not load it."""
    messages(nest)
    nest.write_all(a="def f():\n    import c\n    return c.NAME\n", c="NAME = 1\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("c.py", "OTHER = 1\n")


def case_102_an_import_for_type_checking(nest):
    """Table F: `b.py` loses a class that is imported where only type checkers look."""
    messages(nest)
    nest.write_all(a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import Thing\nprint('Thing')\n",
                   b="class Thing:\n    pass\n", bystander="")
    with nest.change(run=2, same=True, reason={"file": 1, "import": 1}):
        nest.write("b.py", "class Other:\n    pass\n")


def case_103_a_stub_appears(nest):
    """Table F: a stub beside an unchanged module, of which pylint may know or not."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=0, most=2, reason="import", same=True):
        nest.write("b.pyi", "OTHER: int\n")


@newest
def case_104_a_stub_appears_where_stubs_are_preferred(nest):
    """Table F: pylint 4 was told to read the stub instead."""
    messages(nest, main="prefer-stubs=yes\n")
    nest.write_all(a="from pkg.b import NAME\nprint(NAME)\n", pkg__init="", pkg__b="NAME = 1\n", bystander="")
    with nest.change(run=1, most=2, reason="import|observed"):
        nest.write("pkg/b.pyi", "OTHER: int\n")


def case_105_an_optional_module_appears(nest):
    """Table F, P7: an import that failed leaves no file behind, and succeeds now."""
    messages(nest)
    nest.write_all(a="try:\n    import fast\nexcept ValueError:\n    fast = None\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("fast.py", "NAME = 1\n")


def case_106_an_optional_module_lacks_a_name(nest):
    """Table F, P7: what appears has not got what is asked of it."""
    messages(nest)
    nest.write_all(a="try:\n    import fast\nexcept ImportError:\n    fast = None\n\n\ndef f():\n    return fast.NAME\n",
                   bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, same=False):
        nest.write("fast.py", "OTHER = 1\n")


def case_107_a_sibling_shadows_an_installed_module(nest):
    """Table F, P6, pylint #8845: a sibling that shares its name with a third-party import makes it one of the tree."""
    messages(nest)
    nest.write_all(a="import json\nimport own\nimport astroid\nprint(json, own, astroid)\n", own="", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("astroid.py", "")


def case_108_a_sibling_shadows_the_standard_library(nest):
    """P6: a module of the standard library is not what is imported any more."""
    messages(nest)
    nest.write_all(a="import colorsys\nprint(colorsys.rgb_to_hls)\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("colorsys.py", "")


def case_109_far_behind_an_import(nest):
    """P2: a file that is imported by an imported one, whose own imports stay as they are."""
    messages(nest)
    nest.write_all(a="import b\nb.c.f()\n", b="import c\n", c="def f():\n    return 1\n", bystander="")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.write("c.py", "def g():\n    return 1\n")


def case_110_a_keyword_is_removed(nest):
    """Cirq, catapult #1907, mirrors-mypy #34: a function loses a parameter that an unchanged file still passes."""
    messages(nest)
    nest.write_all(a="from b import f\nf(size=1)\n", b="def f(size=0):\n    return size\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "def f(width=0):\n    return width\n")


def case_111_a_name_is_exported_by_another_name(nest):
    """eslint-plugin-import #1168: a renamed name, behind a package that passes it on."""
    messages(nest)
    nest.write_all(a="from pkg import thing\nprint(thing)\n", pkg__init="from pkg.inner import *\n", pkg__inner="thing = 1\n",
                   bystander="")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.write("pkg/inner.py", "other = 1\n")


def case_112_an_init_file_appears(nest):
    """ruff #5449, #9543: a directory becomes a package, which has other names."""
    messages(nest, "invalid-name")
    nest.write_all(a="import pkg\nprint(pkg.inner)\n", pkg__inner="", bystander="")
    with nest.change(run=1, most=4, reason="first|import"):
        nest.write("pkg/__init__.py", "from pkg import inner\n")


def case_113_an_init_file_vanishes(nest):
    """ruff #5449, #9543: a package becomes a directory."""
    messages(nest)
    nest.write_all(a="from pkg import NAME\nprint(NAME)\n", pkg__init="NAME = 1\n", pkg__inner="", bystander="")
    with nest.change(run=1, most=2, reason="import", back=2):
        nest.remove("pkg/__init__.py")


def case_114_the_package_of_an_import_is_edited(nest):
    """What is imported from a package lies below its __init__ file, which counts, too."""
    messages(nest)
    nest.write_all(a="import pkg.inner\nprint(pkg.NAME)\n", pkg__init="NAME = 1\n", pkg__inner="", bystander="")
    with nest.change(run=2, most=3, reason="file|import"):
        nest.write("pkg/__init__.py", "OTHER = 1\n")


def case_115_a_relative_import(nest):
    """P14: a leading dot leads to the file beside."""
    messages(nest)
    nest.write_all(pkg__init="", pkg__a="from . import b\nprint(b.NAME)\n", pkg__b="NAME = 1\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("pkg/b.py", "OTHER = 1\n")


def case_116_a_namespace_package(nest):
    """P14: a package without an __init__ file gains a module."""
    messages(nest)
    nest.write_all(a="import space.two\nprint(space.two)\n", space__one="", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("space/two.py", "")


def case_117_a_package_takes_a_modules_place(nest):
    """`b/__init__.py` is found before `b.py`, which stays where it is."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=2, most=3, reason="first|import"):
        nest.write("b/__init__.py", "OTHER = 1\n")


def case_118_a_circle_of_imports(nest):
    """Three files import each other: each depends on all, and the one outside on none."""
    messages(nest)
    nest.write_all(a="import b\n\n\ndef f():\n    return b.c.NAME\n", b="import c\n", c="import a\nNAME = a\n", bystander="")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.write("c.py", "import a\nOTHER = a\n")


def case_119_an_imported_file_is_renamed(nest):
    """mypy #20300: the import leads nowhere, at once and not one run later."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}, back=1):
        nest.rename("b.py", "c.py")


def case_120_a_rename_with_its_import(nest):
    """mypy #20300: file and import statement change together, and all is well."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="import b\nprint(b.GONE)\n")
    with nest.change(run=3, back=1):
        nest.rename("b.py", "c.py")
        nest.write("a.py", "import c\nprint(c.NAME)\n")
        nest.write("bystander.py", "import c\nprint(c.GONE, c.GONE)\n")


def case_121_a_directory_of_imports_is_deleted(nest):
    """P12, golangci-lint #3502: who imports from it is told, what lay in it is forgotten."""
    messages(nest)
    nest.write_all(a="import pkg.b\nprint(pkg.b)\n", pkg__init="", pkg__b="", bystander="")
    with nest.change(run=1, reason="import", back=2):
        nest.remove("pkg")


def case_122_what_a_class_inherits(nest):
    """mypy #15762: a method goes from a class that is inherited in another file and used in a third one."""
    messages(nest)
    nest.write_all(a="from b import Child\nChild().f()\n", b="from c import Parent\n\n\nclass Child(Parent):\n    pass\n",
                   c="class Parent:\n    def f(self):\n        return 1\n", bystander="")
    with nest.change(run=3, reason={"file": 1, "import": 2}):
        nest.write("c.py", "class Parent:\n    def g(self):\n        return 1\n")


def case_123_a_comment_behind_an_import(nest):
    """Who imports may run again, and says the same."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.GONE)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=1, most=2, reason="file|import", same=True):
        nest.write("b.py", "NAME = 1  # once\n")


def case_124_what_nobody_imports(nest):
    """nx #19580: an edit does not lint those who do not depend on it."""
    messages(nest, "invalid-name")
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", c="import a\nprint(a)\n", top="")
    with nest.change(run=1, reason="file"):
        nest.write("c.py", "import a\na.gone()\n")


def case_125_only_pylint_follows_imports(nest):
    """nx #19580: flake8 looks at one file at a time, so only the edited one runs."""
    messages(nest)
    nest.tools = ["flake8", "pylint"]
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=3, reason={"file": 2, "import": 1}):
        nest.write("b.py", "OTHER = 1\n")


def case_126_a_directory_on_the_path(nest):
    """PYTHON_PATH: a module outside of the tree is edited."""
    messages(nest)
    nest.write("elsewhere:lib/thing.py", "NAME = 1\n")
    nest.options = ["--python-path", str(nest.path("elsewhere:lib"))]
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.write("elsewhere:lib/thing.py", "OTHER = 1\n")


def case_127_an_earlier_directory_on_the_path(nest):
    """PYTHON_PATH: a directory before the one that has a module gains it, too."""
    messages(nest)
    nest.write("elsewhere:first/readme", "")
    nest.write("elsewhere:second/thing.py", "NAME = 1\n")
    nest.options = ["--python-path", str(nest.path("elsewhere:first")), "--python-path", str(nest.path("elsewhere:second"))]
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.write("elsewhere:first/thing.py", "OTHER = 1\n")


def case_128_a_linked_package_leads_elsewhere(nest):
    """A link on the way to a module leads to another version of it."""
    messages(nest)
    nest.write("elsewhere:v1/lib/thing.py", "NAME = 1\n")
    nest.write("elsewhere:v2/lib/thing.py", "OTHER = 1\n")
    nest.link("elsewhere:current", nest.path("elsewhere:v1"))
    nest.options = ["--python-path", str(nest.path("elsewhere:current/lib"))]
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.link("elsewhere:current", nest.path("elsewhere:v2"))


def case_129_an_imported_file_is_touched(nest):
    """P3: a new time stamp behind an import is no change."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.GONE)\n", b="NAME = 1\n")
    nest.begin()
    with nest.change(run=0):
        os.utime(nest.path("b.py"))


def case_130_an_imported_file_with_its_old_time(nest):
    """P5: other content of the same size and time, behind an import."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    nest.begin()
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        old = nest.path("b.py").stat()
        nest.write("b.py", "MANE = 1\n")
        os.utime(nest.path("b.py"), ns=(old.st_atime_ns, old.st_mtime_ns))


def case_131_an_excluded_file_is_imported(nest):
    """What is not linted itself counts for those who import it."""
    messages(nest)
    nest.options = ["--exclude", "b.py"]
    nest.write_all(a="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.write("b.py", "OTHER = 1\n")


def case_132_a_circle_is_closed(nest):
    """pylint #10140, #7137, queens-py: what is said of circles and duplicates does not depend on what ran before."""
    messages(nest, "cyclic-import,duplicate-code")
    nest.write_all(a="import b\nprint(b)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=1, most=2, reason="file|import", same=None):
        nest.write("b.py", "import a\nprint(a.GONE)\n")


def case_133_a_module_that_others_are_asked_of(nest):
    """testmon #191: a value of a class, not a line that runs, decides."""
    messages(nest, "not-callable")
    nest.write_all(a="from b import Box\nBox.make()\n", b="class Box:\n    make = dict\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "class Box:\n    make = 3\n")


def case_134_the_tree_on_the_path(nest):
    """ML-7: names are looked for from the top of the tree, where one appears."""
    messages(nest)
    nest.options = ["--add-source-tree-to-python-path"]
    nest.write_all(pkg__init="", pkg__a="import helper\nprint(helper)\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("helper.py", "")


def case_135_an_import_that_raises(nest):
    """P13: what cannot be imported at all is read nevertheless, and counts."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n", b="print('noise')\nNAME = 1\nraise SystemExit(3)\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "print('noise')\nOTHER = 1\nraise SystemExit(3)\n")


def case_136_an_extension_module_appears(nest):
    """P14: it is found before the source beside it, and cannot be looked into."""
    messages(nest)
    nest.write_all(a="import b\nprint(b.GONE)\n", b="NAME = 1\n", bystander="")
    with nest.change(run=1, most=2, reason="import"):
        nest.write("b.abi3.so", "")


def case_137_a_submodule_of_what_is_imported_appears(nest):
    """pylint finds a submodule as an attribute of its package, though no import names it."""
    messages(nest)
    nest.write_all(pkg__init="", a="import pkg\nprint(pkg.name)\n", bystander="")
    with nest.change(run=2, reason={"first": 1, "import": 1}):
        nest.write("pkg/name.py", "")


def case_138_a_submodule_that_all_names_appears(nest):
    """So it is with the names in `__all__`."""
    messages(nest, "undefined-all-variable")
    nest.write_all(pkg__init="__all__ = ['name']\n", a="from pkg import *\n", bystander="")
    with nest.change(run=2, most=3, reason="first|import"):
        nest.write("pkg/name.py", "")


def case_139_a_package_appears_beside_a_submodule(nest):
    """It is found first, and holds other names."""
    messages(nest)
    nest.write_all(pkg__init="", pkg__name="HERE = 1\n", a="import pkg\nprint(pkg.name.HERE)\n", bystander="")
    with nest.change(run=2, most=3, reason="first|import"):
        nest.write("pkg/name/__init__.py", "")


def case_140_a_module_appears_where_an_init_hook_points(nest):
    """The search path is what pylint makes of it."""
    nest.write("pylintrc", pylintrc(main=f"init-hook=import sys; sys.path.append({str(nest.path('elsewhere:'))!r})\n"))
    nest.write_all(a="import late\nprint(late)\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.write("elsewhere:late.py", "")


if __name__ == "__main__":
    tell(globals())
