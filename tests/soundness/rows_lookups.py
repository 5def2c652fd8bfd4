# SPDX-License-Identifier: MIT
"""Files that appear or vanish where an import looked: absences and better matches."""
import os
import shutil
import subprocess
import zipfile

from soundness import expect_equal, row, tell


@row
def a_stub_appears(tree):
    """`b.pyi` beside an unchanged `b.py`; then the stub loses a name."""
    tree.write_all(user="import b\nprint(b.NAME)\n", b="NAME = 1\n", bystander="")
    tree.settle()
    tree.write("b.pyi", "NAME: int\n")
    tree.expect_linted("user.py", perhaps=["b.py"])  # which a checker may leave to its stub
    tree.write("b.pyi", "")
    tree.expect_linted("user.py", perhaps=["b.py"])


@row
def a_distribution_of_stubs_appears(tree):
    """`b-stubs` is installed beside an installed package `b` (PEP 561)."""
    tree.write("site:b/__init__.py", "NAME = 1\n")
    tree.write_all(user="import b\n", bystander="")
    tree.settle()
    tree.write("site:b-stubs/__init__.pyi", "NAME: int\n")
    tree.expect_linted("user.py")


@row
def a_stub_imports(tree):
    """What a stub imports, and the module beside it does not, changes."""
    tree.write_all(user="def f():\n    import b\n", b="", types_of_b="class T: ...\n", bystander="")
    tree.write("b.pyi", "from types_of_b import T\n")
    tree.settle()
    tree.write("types_of_b.py", "")
    tree.expect_linted("types_of_b.py", "user.py")


@row
def a_package_becomes_typed(tree):
    """`py.typed` appears in an installed package."""
    tree.write("site:typed/__init__.py", "NAME = 1\n")
    tree.write("site:typed/sub.py", "NAME = 1\n")
    tree.write_all(user="import typed\n", deeper="import typed.sub\n", bystander="")
    tree.settle()
    tree.write("site:typed/py.typed")
    tree.expect_linted("user.py", "deeper.py")


@row
def an_optional_module_appears(tree):
    """A module, a package and a directory without `__init__.py`, each missed by a module that others import."""
    tree.write_all(user="import middle\n", bystander="",
                   middle="".join(f"try:\n    import {x}\nexcept ImportError:\n    {x} = None\n" for x in ("m", "p", "n")))
    tree.settle()
    tree.write("m.py")
    tree.expect_linted("m.py", "middle.py", "user.py")
    tree.write("p/__init__.py")
    tree.expect_linted("p/__init__.py", "middle.py", "user.py")
    tree.write("n/x.txt")
    tree.expect_linted("middle.py", "user.py")


@row
def a_missing_module_appears(tree):
    """Each file whose import fails is told of once, and looked at again when the module is there."""
    tree.write_all(user="import absent\n", second="import user\n", bystander="")
    cold = tree.settle().expect(0, imports_failed=2)
    listed = (tree.story.state / "imports_failed.txt").read_text()
    for name in ("user.py", "second.py"):
        expect_equal(listed.count(name), 1, f"lines of imports_failed.txt about {name}")
        expect_equal(cold.err.decode().count(name), 1, f"lines of standard error about {name}")
    expect_equal(tree.lint()[1].err, cold.err, "what a second run tells of failures")
    tree.write("absent.py")
    tree.expect_linted("absent.py", "user.py", "second.py").expect(0, imports_failed=0)
    os.remove(tree.path("absent.py"))
    tree.expect_linted().expect(0, imports_failed=2)


@row
def a_missing_submodule_appears(tree):
    """`from pkg import sub` and `import pkg.sub` without a `sub`."""
    tree.write("pkg/__init__.py")
    tree.write_all(one="from pkg import sub\n", two="import pkg.sub\n", bystander="import pkg\n")
    tree.settle().expect(0, imports_failed=2)
    tree.write("pkg/sub.py")
    tree.expect_linted("pkg/sub.py", "one.py", "two.py").expect(0, imports_failed=0)


@row
def a_sibling_shadows_an_installed_package(tree):
    """A file of the tree gets the name of an installed package, then of a module of the standard library."""
    tree.write("site:thirdparty/__init__.py", "NAME = 1\n")
    tree.write_all(user="import thirdparty\nimport colorsys\n", inner="import user\n", bystander="")
    tree.settle()
    tree.write("thirdparty.py")
    tree.expect_linted("thirdparty.py", "user.py", "inner.py")
    tree.write("colorsys.py")
    tree.expect_linted("colorsys.py", "user.py", "inner.py")


@row
def a_package_shadows_a_module(tree):
    """`thing/__init__.py` appears beside `thing.py`, and goes again."""
    tree.write_all(user="import thing\n", thing="", bystander="")
    tree.settle()
    tree.write("thing/__init__.py")
    tree.expect_linted("thing/__init__.py", "thing.py", "user.py")
    shutil.rmtree(tree.path("thing"))
    tree.expect_linted()


@row
def a_namespace_gains_an_init(tree):
    """A directory without `__init__.py` becomes a package; its modules get other names."""
    tree.write("ns/a.py")
    tree.write_all(user="import ns.a\n", bystander="")
    tree.settle()
    tree.write("ns/__init__.py")
    tree.expect_linted("ns/__init__.py", "ns/a.py", "user.py")
    os.remove(tree.path("ns/__init__.py"))
    tree.expect_linted()


@row
def a_namespace_gains_a_portion(tree):
    """The second directory of a namespace package turns up, and then ends its being one."""
    tree.options = ["--python-path", str(tree.write("elsewhere:x.txt").parent)]
    tree.write("ns/a.py")
    tree.write_all(user="import ns.a\ntry:\n    import ns.b\nexcept ImportError:\n    pass\n", bystander="")
    tree.settle()
    tree.write("elsewhere:ns/b.py")
    tree.expect_linted("user.py")
    tree.write("elsewhere:ns/__init__.py")
    tree.expect_linted("user.py")


@row
def a_file_in_a_package_above(tree):
    """The packages that a file lies in are of its footprint; where one ceases to be one, the file has another name."""
    tree.write("top/__init__.py")
    tree.write("top/pkg/__init__.py")
    tree.write("top/pkg/mod.py", "from . import other\n")
    tree.write("top/pkg/other.py")
    tree.settle()
    tree.write("top/__init__.py", "NAME = 1\n")
    tree.expect_linted("top/__init__.py", "top/pkg/__init__.py", "top/pkg/mod.py", "top/pkg/other.py")
    os.remove(tree.path("top/__init__.py"))
    tree.expect_linted("top/pkg/__init__.py", "top/pkg/mod.py", "top/pkg/other.py")


@row
def siblings_of_one_name(tree):
    """Two directories of scripts with a `conftest.py` each: every script has its own."""
    for directory in ("one", "two"):
        tree.write(directory + "/conftest.py")
        tree.write(directory + "/test_it.py", "import conftest\n")
    tree.write("test_top.py", "try:\n    import conftest\nexcept ImportError:\n    pass\n")
    tree.settle()
    tree.write("one/conftest.py", "NAME = 1\n")
    tree.expect_linted("one/conftest.py", "one/test_it.py")
    tree.write("two/conftest.py", "NAME = 1\n")
    tree.expect_linted("two/conftest.py", "two/test_it.py")
    tree.write("conftest.py")
    # The others' order of imports may now be wrong: isort looks for first-party modules at the top.
    tree.expect_linted("conftest.py", "test_top.py", perhaps=["one/test_it.py", "two/test_it.py"])


@row
def a_link_leads_elsewhere(tree):
    """A module that is a symbolic link: its target changes, then the link."""
    tree.write("elsewhere:first.txt", "NAME = 1\n")
    tree.write("elsewhere:second.txt", "NAME = 2\n")
    tree.write_all(user="import linked\n", bystander="")
    os.symlink(tree.path("elsewhere:first.txt"), tree.path("linked.py"))
    tree.options = ["--exclude", "linked.py"]
    tree.settle()
    tree.write("elsewhere:first.txt", "NAME = 3\n")
    tree.expect_linted("user.py")
    os.remove(tree.path("linked.py"))
    os.symlink(tree.path("elsewhere:second.txt"), tree.path("linked.py"))
    tree.expect_linted("user.py")


@row
def a_linked_directory_leads_elsewhere(tree):
    """A package that is a symbolic link to a directory of the search path's own choosing."""
    tree.write("elsewhere:v1/thing.py", "NAME = 1\n")
    tree.write("elsewhere:v2/thing.py", "NAME = 2\n")
    os.symlink("v1", tree.path("elsewhere:current"))
    tree.options = ["--python-path", str(tree.path("elsewhere:current"))]
    tree.write_all(user="import thing\n", bystander="")
    tree.settle().expect(0, imports_failed=0)
    os.remove(tree.path("elsewhere:current"))
    os.symlink("v2", tree.path("elsewhere:current"))
    tree.expect_linted("user.py")


@row
def byte_code_without_source(tree):
    """A module of byte code only changes, and then gets a source beside it."""
    tree.write_all(user="import compiled\n", bystander="")
    compile_to(tree, "NAME = 1\n")
    tree.settle()
    compile_to(tree, "NAME = 22\n")
    tree.expect_linted("user.py")
    tree.write("compiled.py")
    tree.expect_linted("compiled.py", "user.py")


def compile_to(tree, text):
    """Write compiled.pyc with the interpreter of the tree."""
    source = tree.write("elsewhere:compiled.py", text)
    subprocess.run([tree.python, "-c", "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)",
                    str(source), str(tree.path("compiled.pyc"))], check=True)


@row
def an_archive_changes(tree):
    """A module in a zip file of the search path."""
    archive = tree.write("elsewhere:modules.zip")
    tree.options = ["--environment", f"PYTHONPATH={archive}"]
    tree.write_all(user="import zipped\n", bystander="")
    for text, linted in (("A = 1\n", None), ("BB = 2\n", ["user.py"])):
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("zipped.py", text)
        # The linter's own process looks for its modules in the archive, too.
        tree.expect_linted(*linted, perhaps=["bystander.py"]) if linted else tree.settle().expect(0, imports_failed=0)


if __name__ == "__main__":
    tell(globals())
