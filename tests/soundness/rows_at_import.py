# SPDX-License-Identifier: MIT
"""What running a module reads besides modules: files, directories, places that it adds to the search path."""
from soundness import row, tell

OPTIONAL = "try:\n    import vendored\nexcept ImportError:\n    pass\n"


@row
def a_file_is_read(tree):
    """A data file that is read at import; the change counts for all who import the reader."""
    tree.write("data.txt", "1")
    tree.write_all(user="import reader\n", bystander="",
                   reader="import os\nwith open(os.path.join(os.path.dirname(__file__), 'data.txt')) as f:\n    D = f.read()\n")
    tree.settle()
    tree.write("data.txt", "2")
    tree.expect_linted("reader.py", "user.py")


@row
def a_missing_file_is_tried(tree):
    """A file that could not be opened at import appears."""
    tree.write_all(user="import reader\n", bystander="",
                   reader="import os\ntry:\n    D = open(os.path.join(os.path.dirname(__file__), 'data.txt')).read()\n"
                          "except FileNotFoundError:\n    D = ''\n")
    tree.settle()
    tree.write("data.txt", "1")
    tree.expect_linted("reader.py", "user.py")


@row
def package_data_is_read(tree):
    """pkgutil and importlib.resources read files for the module."""
    tree.write("pkg/__init__.py")
    tree.write("pkg/one.txt", "1")
    tree.write("pkg/two.txt", "1")
    tree.write("pkg/old.py", "import pkgutil\nD = pkgutil.get_data('pkg', 'one.txt')\n")
    tree.write("pkg/new.py", "from importlib import resources\nD = resources.files('pkg').joinpath('two.txt').read_text()\n")
    tree.settle()
    tree.write("pkg/one.txt", "2")
    tree.expect_linted("pkg/old.py")
    tree.write("pkg/two.txt", "2")
    tree.expect_linted("pkg/new.py")


@row
def a_directory_is_listed(tree):
    """Plugins that are found by what is in a directory, in four ways."""
    tree.write("plugins/first.py")
    here = "import os\nHERE = os.path.join(os.path.dirname(__file__), 'plugins')\n"
    tree.write_all(by_listdir=here + "N = os.listdir(HERE)\n", by_scandir=here + "N = [e.name for e in os.scandir(HERE)]\n",
                   by_glob=here + "import glob\nN = glob.glob(HERE + '/*.txt')\n",
                   by_path=here + "import pathlib\nN = list(pathlib.Path(HERE).glob('*.txt'))\n",
                   by_pkgutil=here + "import pkgutil\nN = [m.name for m in pkgutil.iter_modules([HERE])]\n",
                   user="import by_glob\n", bystander="")
    tree.settle()
    tree.write("plugins/second.txt")
    tree.expect_linted("by_listdir.py", "by_scandir.py", "by_glob.py", "by_path.py", "by_pkgutil.py", "user.py")


@row
def text_is_run(tree):
    """Source that is no module: read and executed, or run by its path."""
    tree.write("code.txt", "NAME = 1\n")
    tree.write("scripts/part.py", "import helper\n")
    tree.write_all(by_exec="import os\nexec(open(os.path.join(os.path.dirname(__file__), 'code.txt')).read())\n",
                   by_runpy="import os, runpy\nHERE = os.path.dirname(__file__)\n"
                            "N = runpy.run_path(os.path.join(HERE, 'scripts/part.py'))\n",
                   helper="", bystander="")
    tree.settle()
    tree.write("code.txt", "NAME = 2\n")
    tree.expect_linted("by_exec.py")
    tree.write("helper.py", "NAME = 1\n")
    tree.expect_linted("helper.py", "by_runpy.py")
    tree.write("scripts/part.py", "import helper\nNAME = 1\n")
    tree.expect_linted("scripts/part.py", "by_runpy.py", perhaps=["helper.py"])


@row
def the_search_path_grows(tree):
    """A module puts a directory in front of the search path; so does a package with its own."""
    tree.write("vendor/vendored.py")
    tree.write("pkg/__init__.py", "import os\n__path__.insert(0, os.path.join(os.path.dirname(__file__), '..', 'more'))\n")
    tree.write("more/part.py")
    tree.write_all(user="import os, sys\nHERE = os.path.dirname(__file__)\n"
                        "sys.path.insert(0, os.path.join(HERE, 'vendor'))\nimport vendored\n",
                   parts="import pkg.part\n", bystander=OPTIONAL, zebra=OPTIONAL)
    tree.settle()
    tree.write("vendor/vendored.py", "NAME = 1\n")
    # A name is one module for all who are imported together, wherever each of them would find it.
    tree.expect_linted("vendor/vendored.py", "user.py", perhaps=["bystander.py", "zebra.py"])
    tree.write("more/part.py", "NAME = 1\n")
    tree.expect_linted("more/part.py", "parts.py")
    tree.write("vendored.py", "NAME = 1\n")
    tree.expect_linted("vendored.py", "bystander.py", "zebra.py", "user.py")


@row
def before_the_process_ends(tree):
    """What had been read when a module ended or killed the process."""
    endings = {"leaves": "os._exit(0)", "exits": "raise SystemExit", "dies": "os.kill(os.getpid(), 11)",
               "is_replaced": "os.execv('/bin/true', ['true'])"}
    for name, ending in endings.items():
        tree.write(name + ".py", f"import os\nimport importlib\nimportlib.import_module('bef' + 'ore')\n"
                                 f"open(os.path.join(os.path.dirname(__file__), 'data.txt')).close()\n{ending}\n")
    tree.write("data.txt")
    tree.write_all(before="", bystander="")
    tree.settle().expect(0, imports_failed=4)
    tree.write("before.py", "NAME = 1\n")
    tree.expect_linted("before.py", *(name + ".py" for name in endings))
    tree.write("data.txt", "1")
    tree.expect_linted(*(name + ".py" for name in endings))


@row
def a_finder_of_its_own(tree):
    """Modules that a finder of the tree makes from files of another kind."""
    tree.write("pages/home.page", "1")
    tree.write_all(finder="""
import importlib.abc, importlib.machinery, os, sys
PAGES = os.path.join(os.path.dirname(__file__), 'pages')
class Pages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        if name.startswith('page_') and os.path.exists(os.path.join(PAGES, name[5:] + '.page')):
            return importlib.machinery.ModuleSpec(name, self)
    def exec_module(self, module):
        module.text = open(os.path.join(PAGES, module.__name__[5:] + '.page')).read()
sys.meta_path.append(Pages())
""", user="import finder\nimport page_home\n", bystander="import finder\n")
    tree.settle().expect(0, imports_failed=0)
    tree.write("pages/home.page", "2")
    tree.expect_linted("user.py")


@row
def a_module_takes_anothers_place(tree):
    """A module that puts something else into sys.modules under its name."""
    tree.write_all(user="import lazy\nprint(lazy.NAME)\n", second="import user\n", bystander="",
                   lazy="import sys, real\nsys.modules[__name__] = real\n", real="NAME = 1\n")
    tree.settle()
    tree.write("lazy.py", "import sys, real\nreal.OTHER = 1\nsys.modules[__name__] = real\n")
    tree.expect_linted("lazy.py", "user.py", "second.py")
    tree.write("real.py", "NAME = 2\n")
    tree.expect_linted("real.py", "lazy.py", "user.py", "second.py")


@row
def a_module_behind_a_function(tree):
    """A function of one module imports, and another module calls it when it is imported."""
    tree.write_all(loader="def load(name):\n    return __import__(name)\n", user="import loader\nloader.load('target')\n",
                   target="", quiet="import loader\n")
    tree.settle()
    tree.write("target.py", "NAME = 1\n")
    tree.expect_linted("target.py", "user.py")


if __name__ == "__main__":
    tell(globals())
