# SPDX-License-Identifier: MIT
"""Cases 301 to 399: the linters themselves, their plugins, what they lean on, and the interpreter that runs them."""
import os
import subprocess
from pathlib import Path

from keys import NEWEST, PYTHON, newest, pylintrc, tell

FLAKE8 = ("flake8", "pycodestyle", "pyflakes", "mccabe")
PLUGIN = "def check(logical_line):\n    yield 0, 'X100 {}'\ncheck.name = 'own-plugin'\ncheck.version = '{}'\n"
ENTRY = "[flake8.extension]\nX1 = own_check:check\n"


def for_flake8(nest, *own):
    """Two files, and an environment with copies of these distributions."""
    nest.own_environment(*own)
    nest.tools = ["flake8"]
    nest.write_all(a="import os\nNAME=1\n", b="NAME = 1\n")


def install_plugin(nest, word="one", version="1.0", where="site:"):
    """Install a plugin of flake8 by hand."""
    nest.write(f"{where}own_check.py", PLUGIN.format(word, version))
    nest.distribution("own-plugin", version, ENTRY, where)


def pylint_plugin(word):
    """The source of a plugin of pylint that says a word about each file."""
    return ("from pylint.checkers import BaseChecker\nclass Own(BaseChecker):\n    name = 'own'\n"
            f"    msgs = {{'W9901': ('{word}', 'own-message', '')}}\n    def visit_module(self, node):\n"
            "        self.add_message('own-message', node=node)\ndef register(linter):\n    linter.register_checker(Own(linter))\n")


def set_version(nest, name, version):
    """Let a distribution say that it has another version."""
    for metadata in nest.site.glob(f"{name}-*/*"):
        if metadata.name in ("METADATA", "PKG-INFO"):
            lines = metadata.read_text().splitlines(keepends=True)
            nest.write(f"site:{metadata.relative_to(nest.site)}",
                       "".join(f"Version: {version}\n" if line.startswith("Version:") else line for line in lines))


def case_301_a_module_of_a_tool_is_edited(nest):
    """An installed module is edited in place: all versions stay as they are."""
    for_flake8(nest, *FLAKE8)
    with nest.change(run=2, reason="tool"):
        nest.edit("site:pycodestyle.py", "missing whitespace around operator", "no blank around operator")


def case_302_deep_inside_a_tool(nest):
    """A module of a package that a tool leans on is edited in place."""
    for_flake8(nest, *FLAKE8)
    with nest.change(run=2, reason="tool"):
        nest.edit("site:pyflakes/messages.py", "imported but unused", "imported in vain")


def case_303_a_plugin_is_installed(nest):
    """nx #18442: a distribution appears that has something for the tool."""
    for_flake8(nest)
    with nest.change(run=2, reason="tool"):
        install_plugin(nest)


def case_304_a_plugin_is_removed(nest):
    """mypy #17049: what was said because of it is not said any more."""
    for_flake8(nest)
    install_plugin(nest)
    with nest.change(run=2, reason="tool"):
        nest.remove("site:own-plugin.dist-info")
        nest.remove("site:own_check.py")


def case_305_a_plugin_is_upgraded(nest):
    """nx #22664, #29074: another version of it says something else."""
    for_flake8(nest)
    install_plugin(nest)
    with nest.change(run=2, reason="tool"):
        install_plugin(nest, "two", "2.0")


def case_306_a_plugin_is_edited(nest):
    """Its version stays, its code does not."""
    for_flake8(nest)
    install_plugin(nest)
    with nest.change(run=2, reason="tool"):
        nest.edit("site:own_check.py", "one", "two")


def case_307_a_plugin_changes_its_entry_points(nest):
    """Version and code stay; what is registered does not."""
    for_flake8(nest)
    install_plugin(nest)
    with nest.change(run=2, reason="tool"):
        nest.remove("site:own-plugin.dist-info/entry_points.txt")


def case_308_an_editable_plugin(nest):
    """A plugin is installed as a path to its sources, which are edited."""
    for_flake8(nest)
    nest.write("elsewhere:src/own_check.py", PLUGIN.format("one", "1.0"))
    nest.write("site:own.pth", f"{nest.path('elsewhere:src')}\n")
    nest.distribution("own-plugin", "1.0", ENTRY)
    with nest.change(run=2, reason="tool"):
        nest.edit("elsewhere:src/own_check.py", "one", "two")


def case_309_a_tool_says_another_version(nest):
    """P9: the version changes, and nothing else; findings are the same, and nobody can know that."""
    for_flake8(nest, *FLAKE8)
    with nest.change(run=2, reason="tool", same=True):
        set_version(nest, "flake8", "5.99")


def case_310_what_a_tool_leans_on_says_another_version(nest):
    """P9, nx #18442: the parser below it changes."""
    for_flake8(nest, *FLAKE8)
    with nest.change(run=2, reason="tool", same=True):
        set_version(nest, "pycodestyle", "2.99")


def case_311_only_pylint_is_upgraded(nest):
    """WF-20: what one tool leans on is nothing to the other."""
    nest.own_environment("astroid")
    nest.tools = ["flake8", "pylint"]
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import os\n", b="")
    with nest.change(run=2, reason="tool", same=True):
        set_version(nest, "astroid", "2.99")
        nest.write("site:astroid/__pkginfo__.py", nest.path("site:astroid/__pkginfo__.py").read_text() + "# newer\n")


def case_312_something_unrelated_is_installed(nest):
    """testmon #183: a distribution that no linter loads and no file imports."""
    for_flake8(nest)
    with nest.change(run=0):
        nest.write("site:unrelated.py", "")
        nest.distribution("unrelated")


def case_313_something_unrelated_is_upgraded(nest):
    """testmon #183: the same for pylint, which looks at what files import."""
    nest.own_environment()
    nest.write("site:unrelated.py", "NAME = 1\n")
    nest.distribution("unrelated")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import os\n", b="")
    with nest.change(run=0):
        nest.write("site:unrelated.py", "OTHER = 1\n")
        nest.distribution("unrelated", "2.0")


def case_314_an_installed_module_is_upgraded(nest):
    """pylint sees what a distribution has; who imports it is linted again."""
    nest.own_environment()
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.distribution("thing")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.write("site:thing/__init__.py", "OTHER = 1\n")
        nest.distribution("thing", "2.0")


def case_315_an_imported_distribution_is_removed(nest):
    """What is imported in a function is not installed any more."""
    nest.own_environment()
    nest.write("site:thing/__init__.py", "NAME = 1\n")
    nest.distribution("thing")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="def f():\n    import thing\n    return thing.NAME\n", bystander="")
    with nest.change(run=1, reason="import"):
        nest.remove("site:thing")
        nest.remove("site:thing.dist-info")


def case_316_an_installed_module_is_edited(nest):
    """Its version stays; it is imported where running the file does not show it."""
    nest.own_environment()
    nest.write("site:thing/__init__.py", "from thing.inner import NAME\n")
    nest.write("site:thing/inner.py", "NAME = 1\n")
    nest.distribution("thing")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="def f():\n    import thing\n    return thing.inner.NAME\n", bystander="")
    with nest.change(run=1, reason="import|observed|tool"):
        nest.write("site:thing/inner.py", "OTHER = 1\n")


def case_317_the_sources_of_an_installed_module_move(nest):
    """A path of an editable installation leads elsewhere."""
    nest.own_environment()
    nest.write("elsewhere:one/thing.py", "NAME = 1\n")
    nest.write("elsewhere:two/thing.py", "OTHER = 1\n")
    nest.write("site:editable.pth", f"{nest.path('elsewhere:one')}\n")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="")
    with nest.change(run=1, most=2, reason="import|tool|platform|environment"):
        nest.write("site:editable.pth", f"{nest.path('elsewhere:two')}\n")


def case_318_a_pylint_plugin_is_edited(nest):
    """An installed plugin that belongs to no distribution and is named by the configuration."""
    nest.own_environment()
    nest.write("site:own_plugin.py", pylint_plugin("one"))
    nest.write("pylintrc", pylintrc("own-message", "load-plugins=own_plugin\n"))
    nest.write_all(a="", b="")
    with nest.change(run=2, reason="tool|observed"):
        nest.edit("site:own_plugin.py", "one", "two")


def case_319_what_runs_at_the_start(nest):
    """A path file appears that patches a tool before it begins."""
    for_flake8(nest, *FLAKE8)
    with nest.change(run=2, reason="tool|platform"):
        nest.write("site:patch.pth", "import pyflakes.messages; pyflakes.messages.UnusedImport.message = '%r is there in vain'\n")


def case_320_the_users_site(nest):
    """Something is installed for the user: below the home, beside all environments."""
    nest.tools = ["flake8"]
    nest.write_all(a="NAME = 1\n", b="OTHER = 1\n")
    version = subprocess.run([PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], check=True,
                             capture_output=True, text=True).stdout.strip()
    with nest.change(run=2, reason="tool"):
        site = f"~/.local/lib/python{version}/site-packages"
        nest.write(f"{site}/own_check.py", PLUGIN.format("one", "1.0"))
        nest.write(f"{site}/own_plugin.dist-info/METADATA", "Metadata-Version: 2.1\nName: own-plugin\nVersion: 1.0\n")
        nest.write(f"{site}/own_plugin.dist-info/entry_points.txt", ENTRY)


def case_321_a_plugin_on_pythonpath(nest):
    """A directory of PYTHON_PATH gains a distribution that has something for the tool."""
    nest.tools = ["flake8"]
    nest.write_all(a="NAME = 1\n", b="OTHER = 1\n")
    nest.write("elsewhere:lib/readme", "")
    nest.options = ["--python-path", str(nest.path("elsewhere:lib"))]
    with nest.change(run=2, reason="tool"):
        nest.write("elsewhere:lib/own_check.py", PLUGIN.format("one", "1.0"))
        nest.write("elsewhere:lib/own_plugin.dist-info/METADATA", "Metadata-Version: 2.1\nName: own-plugin\nVersion: 1.0\n")
        nest.write("elsewhere:lib/own_plugin.dist-info/entry_points.txt", ENTRY)


@newest
def case_322_another_interpreter(nest):
    """ML-6: another interpreter with other linters, and back to the first one."""
    nest.tools = ["flake8"]
    nest.write_all(a="import os\nNAME=1\n", b="def f(x):\n    return x is 'a' or type(x) == str\n")
    nest.python = PYTHON
    with nest.change(run=2, reason="tool|platform", same=None):
        nest.python = NEWEST


def case_323_an_environment_of_its_own(nest):
    """ML-6: an environment that sees the same linters, and has a plugin more."""
    nest.tools = ["flake8"]
    nest.write_all(a="NAME = 1\n", b="OTHER = 1\n")
    nest.own_environment()
    own, nest.python = nest.python, PYTHON
    install_plugin(nest)
    with nest.change(run=2, reason="tool|platform"):
        nest.python = own


@newest
def case_324_an_environment_loses_the_systems_packages(nest):
    """pyvenv.cfg is edited: what the system has is not seen any more."""
    newest_site = next(Path(NEWEST).parent.parent.glob("lib/python3*/site-packages"))
    nest.own_environment()
    nest.write("site:linters.pth", f"{newest_site}\n")
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import lazy_object_proxy\nprint(lazy_object_proxy)\n", b="")
    with nest.change(run=1, most=2, reason="import|tool|platform"):
        nest.edit("site:../../../pyvenv.cfg", "include-system-site-packages = true", "include-system-site-packages = false")


def case_325_the_program_of_a_tool_is_edited(nest):
    """What installers put beside the interpreter is a script like others."""
    for_flake8(nest, *FLAKE8)
    script = "#!{}\nimport sys\nfrom flake8.main.cli import main\n{}sys.exit(main())\n"
    program = nest.write("site:../../../bin/flake8", script.format(nest.python, ""))
    program.chmod(0o755)
    with nest.change(run=2, reason="tool"):
        nest.write("site:../../../bin/flake8", script.format(nest.python, "sys.argv.insert(1, '--max-line-length=4')\n"))


def case_326_a_program_of_a_tool_appears(nest):
    """What installers put beside the interpreter was not there, and is what is run from now on."""
    for_flake8(nest, *FLAKE8)
    script = "#!{}\nimport sys\nfrom flake8.main.cli import main\nsys.argv.insert(1, '--max-line-length=4')\nsys.exit(main())\n"
    with nest.change(run=2, reason="tool"):
        nest.write("site:../../../bin/flake8", script.format(nest.python)).chmod(0o755)


def case_327_byte_code_appears(nest):
    """Running a tool by hand leaves byte code beside its modules."""
    for_flake8(nest, *FLAKE8)
    nest.begin()
    with nest.change(run=0):
        subprocess.run([nest.python, "-c", "import flake8, pycodestyle, pyflakes.api, mccabe"], check=True)


def case_328_a_module_of_a_tool_is_touched(nest):
    """Installing the same version again gives the same bytes and new times."""
    for_flake8(nest, *FLAKE8)
    nest.begin()
    with nest.change(run=0):
        for module in nest.site.rglob("*.py"):
            os.utime(module)


if __name__ == "__main__":
    tell(globals())
