# SPDX-License-Identifier: MIT
"""Extension modules and the shared libraries that come with them."""
import os
import shutil
import subprocess

from soundness import HERE, PYTHON, limit, row, tell
from support import skip

MODULE = """
#include <Python.h>
#ifdef HELPER
int helper(void);
#else
static int helper(void) { return VALUE; }
#endif
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "fast", NULL, 0, NULL, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_fast(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module) PyModule_AddIntConstant(module, "NAME", helper());
  return module;
}
"""


def ask(code):
    """What the interpreter says."""
    return subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


SUFFIX = ask("import sysconfig; print(sysconfig.get_config_var('EXT_SUFFIX'))")


def compiled(name, text, *options):
    """Compile C text into a shared library below the current directory; return its path."""
    headers = ask("import sysconfig; print(sysconfig.get_paths()['include'])")
    if not os.path.exists(os.path.join(headers, "Python.h")) and "Python.h" in text:
        skip(f"there is no {headers}/Python.h")
    made = HERE / "made"
    made.mkdir(exist_ok=True)
    (made / "source.c").write_text(text)
    subprocess.run([os.environ.get("CXX", "c++"), "-x", "c", "-shared", "-fPIC", "-w", f"-I{headers}", str(made / "source.c"),
                    "-x", "none", *options, "-o", str(made / name)], check=True)
    return made / name


def put(path, where):
    """Put a file where it belongs, as an installer does: the old one may be mapped."""
    where.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, str(where) + ".new")
    os.replace(str(where) + ".new", where)


@row
def one_shadows_a_module(tree):
    """An extension appears beside the module of the same name, changes, and goes."""
    tree.write_all(user="import fast\nprint(fast.NAME)\n", fast="NAME = 1\n", second="import user\n", bystander="")
    tree.settle()
    put(compiled("fast.so", MODULE, "-DVALUE=1"), tree.path("fast" + SUFFIX))
    tree.expect_linted("fast.py", "user.py", "second.py")
    put(compiled("fast.so", MODULE, "-DVALUE=2"), tree.path("fast" + SUFFIX))
    tree.expect_linted("fast.py", "user.py", "second.py")
    os.remove(tree.path("fast" + SUFFIX))
    tree.expect_linted()


@row
def one_has_a_library(tree):
    """The library that an extension is linked with changes, in a directory that only the extension knows."""
    library = "int helper(void) { return %d; }\n"
    put(compiled("libhelper.so", library % 1), tree.path("elsewhere:libhelper.so"))
    extension = compiled("fast.so", MODULE, "-DHELPER", f"-L{tree.path('elsewhere:')}", "-lhelper",
                         f"-Wl,-rpath,{tree.path('elsewhere:')}")
    put(extension, tree.path("fast" + SUFFIX))
    tree.write_all(user="import fast\n", second="import user\n", bystander="")
    tree.settle().expect(0, imports_failed=0)
    put(compiled("libhelper.so", library % 2), tree.path("elsewhere:libhelper.so"))
    tree.expect_linted("user.py", "second.py")


@limit("the dynamic linker does not tell where it looks for a library that it does not find", is_verified=False)
def one_misses_its_library(tree):
    """An extension cannot be loaded until its library is there."""
    helper = compiled("libhelper.so", "int helper(void) { return 1; }\n")
    put(compiled("fast.so", MODULE, "-DHELPER", f"-L{helper.parent}", "-lhelper", f"-Wl,-rpath,{tree.path('elsewhere:')}"),
        tree.path("fast" + SUFFIX))
    tree.write_all(user="import fast\n", bystander="")
    tree.settle().expect(0, imports_failed=1)
    put(helper, tree.path("elsewhere:libhelper.so"))
    tree.expect_linted("user.py").expect(0, imports_failed=0)


@limit("the dynamic linker does not tell where it looked before it found a library", is_verified=False)
def one_finds_a_library_earlier(tree):
    """The library appears in a directory that is searched before the one it was found in."""
    library = "int helper(void) { return %d; }\n"
    helper = compiled("libhelper.so", library % 1)
    put(helper, tree.path("elsewhere:second/libhelper.so"))
    put(compiled("fast.so", MODULE, "-DHELPER", f"-L{helper.parent}", "-lhelper",
                 f"-Wl,-rpath,{tree.path('elsewhere:first')}:{tree.path('elsewhere:second')}"), tree.path("fast" + SUFFIX))
    tree.write_all(user="import fast\n", bystander="")
    tree.settle().expect(0, imports_failed=0)
    put(compiled("libhelper.so", library % 2), tree.path("elsewhere:first/libhelper.so"))
    tree.expect_linted("user.py")


@row
def a_library_by_ctypes(tree):
    """A library that a module opens by itself."""
    place = tree.path("libhelper.so")
    put(compiled("libhelper.so", "int helper(void) { return 1; }\n"), place)
    tree.write_all(user="import ctypes\nimport os\n"
                        "library = ctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libhelper.so'))\n",
                   second="import user\n", bystander="")
    tree.settle().expect(0, imports_failed=0)
    put(compiled("libhelper.so", "int helper(void) { return 2; }\n"), place)
    tree.expect_linted("user.py", "second.py")


@row
def one_in_a_package_of_the_build(tree):
    """An extension in a directory of the search path: where a build puts what it makes."""
    tree.options = ["--python-path", str(tree.write("elsewhere:x.txt").parent)]
    tree.write_all(user="try:\n    import fast\nexcept ImportError:\n    fast = None\n", bystander="")
    tree.settle()
    put(compiled("fast.so", MODULE, "-DVALUE=1"), tree.path("elsewhere:fast" + SUFFIX))
    tree.expect_linted("user.py")
    put(compiled("fast.so", MODULE, "-DVALUE=2"), tree.path("elsewhere:fast" + SUFFIX))
    tree.expect_linted("user.py")


if __name__ == "__main__":
    tell(globals())
