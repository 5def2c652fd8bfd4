# SPDX-License-Identifier: MIT
"""Import statements that running the module does not reach, or reaches by a name that no text shows."""
from soundness import row, tell


@row
def in_a_function(tree):
    """What a function imports loses a name; so does what that imports in a function in turn."""
    tree.write_all(user="class A:\n    def f(self):\n        def g():\n            import c\n            return c.f()\n",
                   c="def f():\n    from d import NAME\n    return NAME\n", d="NAME = 1\n", bystander="")
    tree.settle()
    tree.write("d.py", "OTHER = 1\n")
    tree.expect_linted("d.py", "c.py", "user.py")
    tree.write("c.py", "")
    tree.expect_linted("c.py", "user.py")


@row
def for_type_checkers(tree):
    """What is imported for type checkers only loses a class."""
    tree.write_all(user="import typing as t\nif t.TYPE_CHECKING:\n    from b import Thing\ndef f(x: 'Thing'): ...\n",
                   b="class Thing: ...\n", bystander="")
    tree.settle()
    tree.write("b.py", "")
    tree.expect_linted("b.py", "user.py")


@row
def on_another_platform(tree):
    """What only another platform, or only an exception, would import changes."""
    tree.write_all(user="import sys\nif sys.platform == 'vms':\n    import elsewhere\n"
                        "try:\n    import json\nexcept ImportError:\n    import fallback as json\n",
                   elsewhere="", fallback="", bystander="")
    tree.settle()
    tree.write("elsewhere.py", "NAME = 1\n")
    tree.expect_linted("elsewhere.py", "user.py")
    tree.write("fallback.py", "NAME = 1\n")
    tree.expect_linted("fallback.py", "user.py")


@row
def everything_from_a_package(tree):
    """A package says in __all__ which of its modules a star brings; the module changes, then the list."""
    tree.write("pkg/__init__.py", "__all__ = ['one']\n")
    tree.write("pkg/one.py", "A = 1\n")
    tree.write("pkg/two.py", "B = 1\n")
    tree.write_all(user="from pkg import *\n", bystander="")
    tree.settle()
    tree.write("pkg/one.py", "A = 2\n")
    tree.expect_linted("pkg/one.py", "user.py")
    tree.write("pkg/__init__.py", "__all__ = ['one', 'two']\n")
    tree.expect_linted("pkg/__init__.py", "pkg/one.py", "pkg/two.py", "user.py")
    tree.write("pkg/two.py", "B = 2\n")
    tree.expect_linted("pkg/two.py", "user.py")


@row
def by_a_computed_name(tree):
    """import_module and __import__ with names that are put together at run time."""
    tree.write_all(user="import importlib\nplugins = [importlib.import_module('plug_' + x) for x in 'ab']\n",
                   other="module = __import__('plug' + '_a')\n", plug_a="import deep\n", plug_b="", deep="", bystander="")
    tree.settle()
    tree.write("deep.py", "NAME = 1\n")
    tree.expect_linted("deep.py", "plug_a.py", "user.py", "other.py")
    tree.write("plug_b.py", "NAME = 1\n")
    tree.expect_linted("plug_b.py", "user.py")


@row
def relative_names_by_import_module(tree):
    """import_module with dots in front."""
    tree.write("pkg/__init__.py")
    tree.write("pkg/user.py", "import importlib\nm = importlib.import_module('.' + 'sub', __package__)\n")
    tree.write("pkg/sub.py")
    tree.settle()
    tree.write("pkg/sub.py", "NAME = 1\n")
    tree.expect_linted("pkg/sub.py", "pkg/user.py")


@row
def when_an_attribute_is_asked_for(tree):
    """A package loads a module when its attribute is used (PEP 562)."""
    tree.write("pkg/__init__.py", "import importlib\ndef __getattr__(name):\n"
               "    if name != 'thing':\n        raise AttributeError(name)\n"
               "    return importlib.import_module('pkg._' + name)\n")
    tree.write("pkg/_thing.py", "NAME = 1\n")
    tree.write_all(user="import pkg\nprint(pkg.thing.NAME)\n", quiet="import pkg\n")
    tree.settle()
    tree.write("pkg/_thing.py", "NAME = 2\n")
    tree.expect_linted("pkg/_thing.py", "user.py")


@row
def in_a_circle(tree):
    """Modules that import each other: each depends on all, whoever is first."""
    tree.write_all(a="import b\nA = 1\n", b="import c\nB = 1\n", c="import a\nimport leaf\nC = 1\n", leaf="",
                   user="import b\n", aside="import leaf\n", bystander="")
    tree.settle()
    tree.write("c.py", "import a\nimport leaf\nC = 2\n")
    tree.expect_linted("a.py", "b.py", "c.py", "user.py")
    tree.write("leaf.py", "NAME = 1\n")
    tree.expect_linted("leaf.py", "a.py", "b.py", "c.py", "user.py", "aside.py")


@row
def in_a_circle_that_breaks(tree):
    """A circle that fails from one side and not from the other: both sides depend on both."""
    tree.write_all(a="from b import B\nA = 1\n", b="from a import A\nB = 1\n", user_a="import a\n", user_b="import b\n")
    tree.settle()
    tree.write("b.py", "B = 1\n")
    tree.expect_linted("a.py", "b.py", "user_a.py", "user_b.py")


@row
def up_and_across(tree):
    """Relative imports over two levels; the packages on the way count as well."""
    for directory in ("pkg", "pkg/left", "pkg/right"):
        tree.write(directory + "/__init__.py")
    tree.write("pkg/left/user.py", "from ..right.thing import NAME\nfrom .. import top\n")
    tree.write("pkg/right/thing.py", "NAME = 1\n")
    tree.write("pkg/top.py")
    tree.settle()
    tree.write("pkg/right/thing.py", "NAME = 2\n")
    tree.expect_linted("pkg/right/thing.py", "pkg/left/user.py")
    tree.write("pkg/right/__init__.py", "NAME = 1\n")
    tree.expect_linted("pkg/right/__init__.py", "pkg/right/thing.py", "pkg/left/user.py")
    tree.write("pkg/top.py", "NAME = 1\n")
    tree.expect_linted("pkg/top.py", "pkg/left/user.py")


@row
def by_a_module_that_raised(tree):
    """What a module had loaded when it raised decides whether it raises."""
    tree.write_all(user="try:\n    import broken\nexcept ValueError:\n    pass\n", second="import broken\n",
                   broken="import settings\nif settings.BAD:\n    raise ValueError('bad')\n", settings="BAD = True\n")
    cold = tree.settle()
    expect_failed(cold, 2)
    tree.write("settings.py", "BAD = False\n")
    run = tree.expect_linted("settings.py", "broken.py", "user.py", "second.py")
    expect_failed(run, 0)


def expect_failed(run, number):
    """So many files could not be imported."""
    run.expect(0, imports_failed=number)


if __name__ == "__main__":
    tell(globals())
