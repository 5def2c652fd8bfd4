# SPDX-License-Identifier: MIT
"""What is installed, and where modules are searched."""
import os

from soundness import row, tell


@row
def an_earlier_directory_shadows(tree):
    """The first of two directories of PYTHON_PATH gains a module that the second has."""
    first = tree.write("elsewhere:first/x.txt").parent
    second = tree.write("elsewhere:second/thing.py", "NAME = 1\n").parent
    tree.options = ["--python-path", str(first), "--python-path", str(second)]
    tree.write_all(user="import thing\n", late="def f():\n    import thing\n", bystander="")
    tree.settle().expect(0, imports_failed=0)
    tree.write("elsewhere:first/thing.py")
    tree.expect_linted("user.py", "late.py")


@row
def a_directory_of_the_path_appears(tree):
    """A directory of PYTHON_PATH that was not there yet, as before the first build."""
    tree.options = ["--environment", f"PYTHONPATH={tree.path('elsewhere:later')}"]
    tree.write_all(user="try:\n    import later\nexcept ImportError:\n    pass\n", bystander="")
    tree.settle()
    tree.write("elsewhere:later/later.py")
    tree.expect_linted("user.py", perhaps=["bystander.py"])
    tree.write("elsewhere:later/later.py", "NAME = 1\n")
    tree.expect_linted("user.py")


@row
def an_installed_module_changes(tree):
    """An installed package is edited in place: its version stays."""
    tree.write("site:thirdparty/__init__.py", "from thirdparty.inner import NAME\n")
    tree.write("site:thirdparty/inner.py", "NAME = 1\n")
    tree.write_all(user="import thirdparty\n", bystander="")
    tree.settle()
    tree.write("site:thirdparty/inner.py", "NAME = 2\n")
    tree.expect_linted("user.py")


@row
def a_pth_file_names_another_place(tree):
    """A `.pth` file of the environment, as of an editable installation, leads elsewhere."""
    tree.write("elsewhere:one/thing.py", "NAME = 1\n")
    tree.write("elsewhere:two/thing.py", "NAME = 2\n")
    tree.write("site:editable.pth", f"{tree.path('elsewhere:one')}\n")
    tree.write_all(user="import thing\n")
    tree.settle().expect(0, imports_failed=0)
    tree.write("elsewhere:one/thing.py", "NAME = 3\n")
    tree.expect_linted("user.py")
    tree.write("site:editable.pth", f"{tree.path('elsewhere:two')}\n")
    tree.expect_linted("user.py")
    tree.write("elsewhere:two/thing.py", "NAME = 3\n")
    tree.expect_linted("user.py")
    os.remove(tree.path("site:editable.pth"))
    tree.expect_linted("user.py").expect(0, imports_failed=1)


@row
def a_pth_file_runs_a_finder(tree):
    """The finder that a `.pth` file installs says that a module lies elsewhere."""
    finder = ("import importlib.util, sys\nclass Editable:\n    @staticmethod\n    def find_spec(name, path=None, target=None):\n"
              "        if name == 'thing':\n            return importlib.util.spec_from_file_location(name, {!r})\n"
              "sys.meta_path.append(Editable)\n")
    tree.write("elsewhere:one/thing.py", "NAME = 1\n")
    tree.write("elsewhere:two/thing.py", "NAME = 2\n")
    tree.write("site:editable_finder.py", finder.format(str(tree.path("elsewhere:one/thing.py"))))
    tree.write("site:editable.pth", "import editable_finder\n")
    tree.write_all(user="import thing\n")
    tree.settle().expect(0, imports_failed=0)
    tree.write("elsewhere:one/thing.py", "NAME = 3\n")
    tree.expect_linted("user.py")
    tree.write("site:editable_finder.py", finder.format(str(tree.path("elsewhere:two/thing.py"))))
    tree.expect_linted("user.py")


@row
def sitecustomize_changes(tree):
    """What runs when the interpreter starts can change every import."""
    # Before the standard library, where Debian has one of its own.
    tree.options = ["--environment", f"PYTHONPATH={tree.write('elsewhere:start/sitecustomize.py').parent}"]
    tree.write_all(user="import colorsys\n")
    tree.settle()
    tree.write("elsewhere:start/sitecustomize.py", "import sys\nsys.modules['colorsys'] = None\n")
    tree.expect_linted("user.py").expect(0, imports_failed=1)


@row
def sitecustomize_appears(tree):
    """There was none: in the environment, and in the tree itself."""
    tree.options = ["--environment", f"PYTHONPATH={tree.write('elsewhere:start/x.txt').parent}:{tree.path('start')}"]
    tree.write("start/x.txt")
    tree.write_all(user="import colorsys\n")
    tree.settle()
    tree.write("start/sitecustomize.py", "import sys\nsys.modules['colorsys'] = None\n")
    tree.expect_linted("user.py", "start/sitecustomize.py").expect(0, imports_failed=1)
    tree.write("elsewhere:start/sitecustomize.py", "")
    tree.expect_linted("user.py", "start/sitecustomize.py").expect(0, imports_failed=0)


@row
def a_pth_file_says_something_else(tree):
    """What a `.pth` file runs changes, and nothing else does."""
    tree.write("site:starts.pth", "import sys; sys.modules.setdefault('ghost', None)\n")
    tree.write_all(user="import ghost\n")
    tree.settle().expect(0, imports_failed=1)
    tree.write("site:starts.pth", "import sys; sys.modules.setdefault('ghost', sys)\n")
    tree.expect_linted("user.py").expect(0, imports_failed=0)


if __name__ == "__main__":
    tell(globals())
