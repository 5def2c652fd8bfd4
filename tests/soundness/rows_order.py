# SPDX-License-Identifier: MIT
"""Files that are imported together: what one leaves behind does not decide what another is taken to depend on."""
from soundness import limit, row, tell


def one_after_another(tree, spoil, is_spoilt, imports=""):
    """Files before and after the one that imports by what it meets; a fresh interpreter is always clean."""
    for name in ("a_spoils", "z_spoils"):
        tree.write(f"{name}.py", f"import os, sys\n{imports}\n{spoil}\n")
    tree.write("user.py", f"import importlib, os, sys\n{imports}\nspoilt = {is_spoilt}\n"
                          "importlib.import_module('when_' + ('spoilt' if spoilt else 'clean'))\n")
    tree.write_all(when_clean="", when_spoilt="")
    tree.settle().expect(0, imports_failed=0)
    tree.write("when_clean.py", "NAME = 1\n")
    tree.expect_linted("when_clean.py", "user.py")
    tree.write("when_spoilt.py", "NAME = 1\n")
    tree.expect_linted("when_spoilt.py", perhaps=["user.py"])


@row
def the_search_path(tree):
    """An entry of sys.path."""
    one_after_another(tree, "sys.path.append('/nowhere')", "'/nowhere' in sys.path")


@row
def the_environment(tree):
    """A variable of os.environ."""
    one_after_another(tree, "os.environ['MARK'] = '1'", "'MARK' in os.environ")


@row
def the_environment_below_python(tree):
    """A variable that is set behind the back of os.environ."""
    one_after_another(tree, "os.putenv('MARK', '1')",
                      "ctypes.CDLL(None).getenv(b'MARK') != 0", imports="import ctypes")


@row
def the_current_directory(tree):
    """os.chdir."""
    one_after_another(tree, "os.chdir('/')", "os.getcwd() == '/'")


@row
def a_finder(tree):
    """An entry of sys.meta_path, and one of sys.path_hooks."""
    one_after_another(tree, "class Finder:\n    @staticmethod\n    def find_spec(*_):\n        return None\n"
                      "sys.meta_path.append(Finder)\nsys.path_hooks.append(Finder)",
                      "any(f.__name__ == 'Finder' for f in sys.meta_path + sys.path_hooks if isinstance(f, type))")


@row
def a_name_in_builtins(tree):
    """A new builtin."""
    one_after_another(tree, "builtins.MARK = 1", "hasattr(builtins, 'MARK')", imports="import builtins")


@limit("what one file puts into sys.modules, another one finds there")
def a_module_without_file(tree):
    """An entry of sys.modules that nobody imported."""
    one_after_another(tree, "sys.modules['ghost'] = sys", "'ghost' in sys.modules")


@row
def a_module_that_is_gone(tree):
    """A library module that somebody removed from sys.modules, or replaced by None."""
    one_after_another(tree, "sys.modules['colorsys'] = None\nsys.modules.pop('os.path')",
                      "'os.path' not in sys.modules or sys.modules.get('colorsys', 1) is None")


@limit("what one file sets on a module, another one finds there")
def an_attribute_of_a_library_module(tree):
    """One file patches a module of the standard library that another one asks."""
    one_after_another(tree, "colorsys.MARK = 1", "hasattr(colorsys, 'MARK')", imports="import colorsys")


@limit("sys.modules tells who has been imported, by whichever file")
def who_has_been_imported(tree):
    """A file that asks sys.modules whether somebody has imported a library."""
    one_after_another(tree, "import colorsys", "'colorsys' in sys.modules")


@row
def a_function_of_the_interpreter(tree):
    """Settings of sys that stay: hooks, limits."""
    one_after_another(tree, "sys.setrecursionlimit(5000)\nsys.displayhook = print",
                      "sys.getrecursionlimit() == 5000 or sys.displayhook is print")


@limit("a submodule that one file has imported is an attribute of its package for all")
def a_submodule_on_its_package(tree):
    """`import pkg` suffices for `pkg.sub` only where another file has imported that."""
    tree.write("pkg/__init__.py")
    tree.write("pkg/sub.py")
    tree.write_all(a_first="import pkg.sub\n", z_last="import pkg.sub\n",
                   user="import importlib\nimport pkg\n"
                        "importlib.import_module('when_' + ('spoilt' if hasattr(pkg, 'sub') else 'clean'))\n",
                   when_clean="", when_spoilt="")
    tree.settle()
    tree.write("when_clean.py", "NAME = 1\n")
    tree.expect_linted("when_clean.py", "user.py")


@limit("a circle of imports is entered once, from one side")
def a_circle_entered_elsewhere(tree):
    """Modules of a circle that import something else when they come first."""
    tree.write_all(a="import b\nif not hasattr(b, 'LATE'):\n    import importlib\n    importlib.import_module('extra_a')\n",
                   b="import a\nif not hasattr(a, 'LATE'):\n    import importlib\n    importlib.import_module('extra_b')\n"
                     "LATE = 1\n",
                   extra_a="", extra_b="", user="import b\n", second="import a\n")
    tree.settle()
    tree.write("extra_a.py", "NAME = 1\n")
    tree.expect_linted("extra_a.py", "b.py", "user.py", perhaps=["a.py", "second.py"])
    tree.write("extra_b.py", "NAME = 1\n")
    tree.expect_linted("extra_b.py", "a.py", "second.py", "b.py", "user.py")


@row
def an_attribute_that_loads(tree):
    """Two packages load a module when its attribute is used (PEP 562); whoever comes second finds it there."""
    tree.write("one/__init__.py", "import importlib\ndef __getattr__(name):\n    if name != 'part':\n"
               "        raise AttributeError(name)\n    return importlib.import_module('one.part')\n")
    tree.write("two/__init__.py", "def __getattr__(name):\n    if name != 'part':\n        raise AttributeError(name)\n"
               "    import two.part as part\n    return part\n")
    for package in ("one", "two"):
        tree.write(package + "/part.py", "NAME = 1\n")
        for name in ("a", "b", "z"):
            tree.write(f"{name}_{package}.py", f"import {package}\nprint({package}.part.NAME)\n")
        tree.write(f"quiet_{package}.py", f"import {package}\n")
    tree.settle()
    for package in ("one", "two"):
        tree.write(package + "/part.py", "NAME = 2\n")
        # A statement in a function counts for all who import the function.
        tree.expect_linted(package + "/part.py", *(f"{name}_{package}.py" for name in ("a", "b", "z")),
                           perhaps=["quiet_two.py", "two/__init__.py"])


@row
def a_function_that_remembers(tree):
    """A function imports for the first who calls it, and has the module at hand for the next."""
    tree.write_all(loader="cache = {}\ndef load(name):\n    if name not in cache:\n        cache[name] = __import__(name)\n"
                          "    return cache[name]\n", target="NAME = 1\n", quiet="import loader\n")
    users = [f"{name}_user.py" for name in ("a", "b", "z")]
    for name in users:
        tree.write(name, "import loader\nprint(loader.load('target').NAME)\n")
    tree.settle()
    tree.write("target.py", "NAME = 2\n")
    tree.expect_linted("target.py", *users, perhaps=["quiet.py", "loader.py"])


@row
def a_package_that_failed(tree):
    """A module of a package that raises is in sys.modules where another file came before."""
    tree.write("pkg/__init__.py", "from pkg.inner import NAME\nfrom pkg.settings import BAD\nif BAD:\n    raise ValueError\n")
    tree.write("pkg/inner.py", "NAME = 1\n")
    tree.write("pkg/settings.py", "BAD = True\n")
    tree.write_all(a_user="try:\n    import pkg\nexcept ValueError:\n    pass\n", z_user="import pkg.inner\n")
    tree.settle().expect(0, imports_failed=4)
    tree.write("pkg/settings.py", "BAD = False\n")
    tree.expect_linted("a_user.py", "z_user.py", "pkg/__init__.py", "pkg/inner.py", "pkg/settings.py").expect(0, imports_failed=0)


if __name__ == "__main__":
    tell(globals())
