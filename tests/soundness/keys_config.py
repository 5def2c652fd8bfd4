# SPDX-License-Identifier: MIT
"""Cases 201 to 299: configuration that appears, changes and vanishes, in the tree, above it and at home."""
import os

from keys import newest, pylintrc, tell

# A line that is too long or not, for flake8 and pylint.
LINE = "NAME = 'a line of thirty letters'\n"
SHORT = "[flake8]\nmax-line-length = 20\n"


def for_flake8(nest):
    """Two files that flake8 finds nothing in but if their lines are too long."""
    nest.tools = ["flake8"]
    nest.write_all(a=LINE, b="")


def for_pylint(nest):
    """Two files that pylint finds something in, unless it is told to look for something else."""
    nest.tools = ["pylint"]
    nest.write_all(a=LINE, b="")


def toml():
    """pylint's part of a pyproject.toml."""
    return '[tool.pylint.main]\ndisable = ["all"]\nenable = ["no-member"]\n'


# flake8: setup.cfg, tox.ini, .flake8, from the tree upwards to the home.

def case_201_flake8_setup_cfg_appears(nest):
    """In the tree; P8."""
    for_flake8(nest)
    with nest.change(run=2, reason="config"):
        nest.write("setup.cfg", SHORT)


def case_202_flake8_tox_ini_appears(nest):
    """In the tree; P8."""
    for_flake8(nest)
    with nest.change(run=2, reason="config"):
        nest.write("tox.ini", SHORT)


def case_203_flake8_dot_flake8_appears(nest):
    """In the tree; P8."""
    for_flake8(nest)
    with nest.change(run=2, reason="config"):
        nest.write(".flake8", SHORT)


def case_204_flake8_a_nearer_file_appears(nest):
    """A file in the tree takes precedence over the one above it."""
    for_flake8(nest)
    nest.write("../.flake8", SHORT)
    with nest.change(run=2, reason="config"):
        nest.write("tox.ini", "[flake8]\nmax-line-length = 100\n")


def case_205_flake8_a_parent_changes(nest):
    """nx #2858, Turborepo: the root configuration lies outside of what is linted."""
    for_flake8(nest)
    nest.write("../tox.ini", "[flake8]\nmax-line-length = 100\n")
    with nest.change(run=2, reason="config"):
        nest.write("../tox.ini", SHORT)


def case_206_flake8_a_parent_appears(nest):
    """P8: in a directory above the tree."""
    for_flake8(nest)
    with nest.change(run=2, reason="config"):
        nest.write("../setup.cfg", SHORT)


def case_207_flake8_does_not_look_at_home(nest):
    """On its way up it stops before the home."""
    for_flake8(nest)
    with nest.change(run=0):
        nest.write("~/.flake8", SHORT)


def case_208_flake8_home_is_elsewhere(nest):
    """What was the home is a directory like all above the tree, and has a configuration."""
    for_flake8(nest)
    nest.write("~/.flake8", SHORT)
    nest.write("elsewhere:home/readme", "")
    with nest.change(run=2, reason="config"):
        nest.outside["HOME"] = str(nest.path("elsewhere:home"))


def case_209_flake8_vanishes(nest):
    """What was configured is not any more; the next candidate takes over."""
    for_flake8(nest)
    nest.write("setup.cfg", SHORT)
    nest.write(".flake8", "[flake8]\nmax-line-length = 10\nextend-ignore = E501\n")
    with nest.change(run=2, reason="config"):
        nest.remove("setup.cfg")


def case_210_flake8_without_a_section(nest):
    """A file in which flake8 finds nothing for itself changes nothing that is said."""
    for_flake8(nest)
    nest.write("../.flake8", SHORT)
    with nest.change(run=0, most=2, reason="config", same=True):
        nest.write("setup.cfg", "[metadata]\nname = thing\n")


def case_211_flake8_an_override_goes(nest):
    """mypy #17032: what was ignored for some files is not any more."""
    for_flake8(nest)
    nest.write(".flake8", SHORT + "per-file-ignores =\n    a.py: E501\n")
    with nest.change(run=2, reason="config"):
        nest.write(".flake8", SHORT)


def case_212_flake8_is_touched(nest):
    """The same configuration with a new time."""
    for_flake8(nest)
    nest.write(".flake8", SHORT)
    nest.begin()
    with nest.change(run=0):
        os.utime(nest.path(".flake8"))


def case_213_flake8_a_link_leads_elsewhere(nest):
    """The configuration is a link, as from a checkout that many projects share."""
    for_flake8(nest)
    nest.write("elsewhere:shared.cfg", SHORT)
    nest.write("elsewhere:other.cfg", "[flake8]\nmax-line-length = 100\n")
    nest.link(".flake8", nest.path("elsewhere:shared.cfg"))
    with nest.change(run=2, reason="config"):
        nest.link(".flake8", nest.path("elsewhere:other.cfg"))


def case_214_flake8_with_its_old_time(nest):
    """P5: the configuration changes, its size and time do not."""
    for_flake8(nest)
    nest.write(".flake8", SHORT)
    nest.begin()
    with nest.change(run=2, reason="config"):
        old = nest.path(".flake8").stat()
        nest.write(".flake8", SHORT.replace("20", "99"))
        os.utime(nest.path(".flake8"), ns=(old.st_atime_ns, old.st_mtime_ns))


# pylint: in the tree, up the packages, pyproject.toml up to a checkout's top, PYLINTRC, home.

def case_221_pylintrc_appears(nest):
    """In the tree."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("pylintrc", pylintrc())


def case_222_dot_pylintrc_appears(nest):
    """In the tree."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write(".pylintrc", pylintrc())


@newest
def case_223_pylintrc_toml_appears(nest):
    """In the tree; version 3 and newer look for it."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("pylintrc.toml", toml())


@newest
def case_224_dot_pylintrc_toml_appears(nest):
    """In the tree; version 3 and newer look for it."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write(".pylintrc.toml", toml())


def case_225_pylint_pyproject_appears(nest):
    """In the tree."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("pyproject.toml", toml())


def case_226_pylint_setup_cfg_appears(nest):
    """In the tree."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("setup.cfg", "[pylint.main]\ndisable = all\nenable = no-member\n")


@newest
def case_227_pylint_tox_ini_appears(nest):
    """In the tree; version 3 and newer look for it."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("tox.ini", "[pylint.main]\ndisable = all\nenable = no-member\n")


def case_228_pylint_an_earlier_candidate_appears(nest):
    """A pylintrc takes precedence over the .pylintrc beside it."""
    for_pylint(nest)
    nest.write(".pylintrc", pylintrc())
    with nest.change(run=2, reason="config"):
        nest.write("pylintrc", pylintrc("missing-module-docstring"))


def case_229_pylint_vanishes(nest):
    """The next candidate takes over."""
    for_pylint(nest)
    nest.write("pylintrc", pylintrc("missing-module-docstring"))
    nest.write("pyproject.toml", toml())
    with nest.change(run=2, reason="config"):
        nest.remove("pylintrc")


@newest
def case_230_pylint_pyproject_in_a_parent(nest):
    """P8: looked for upwards, to the top of the checkout, by version 3 and newer."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("../pyproject.toml", toml())


@newest
def case_231_pylint_the_checkout_ends_here(nest):
    """What marks the top of a checkout appears in the tree: the configuration above it is not found any more."""
    for_pylint(nest)
    nest.write("../pyproject.toml", toml())
    with nest.change(run=2, reason="config|observed"):
        nest.write(".hg/requires", "")


def case_232_pylint_up_the_packages(nest):
    """The tree is a package in a package: the configuration above it counts."""
    for_pylint(nest)
    nest.write("__init__.py", "")
    nest.write("../__init__.py", "")
    with nest.change(run=3, reason="config"):
        nest.write("../pylintrc", pylintrc())


def case_233_pylint_the_tree_becomes_a_package(nest):
    """So a configuration above it counts, which did not before."""
    for_pylint(nest)
    nest.write("../__init__.py", "")
    nest.write("../pylintrc", pylintrc())
    with nest.change(run=3, reason="first|config|import", back=2):
        nest.write("__init__.py", "")


def case_234_pylint_at_home(nest):
    """~/.pylintrc appears."""
    for_pylint(nest)
    with nest.change(run=2, reason="config"):
        nest.write("~/.pylintrc", pylintrc())


def case_235_pylint_in_the_homes_config(nest):
    """~/.config/pylintrc changes."""
    for_pylint(nest)
    nest.write("~/.config/pylintrc", pylintrc())
    with nest.change(run=2, reason="config"):
        nest.write("~/.config/pylintrc", pylintrc("missing-module-docstring"))


def case_236_pylintrc_is_set(nest):
    """P11: the variable names a configuration."""
    for_pylint(nest)
    nest.write("elsewhere:rc", pylintrc())
    with nest.change(run=2, reason="environment|config"):
        nest.outside["PYLINTRC"] = str(nest.path("elsewhere:rc"))


def case_237_what_pylintrc_names_changes(nest):
    """The variable stays, the file does not."""
    for_pylint(nest)
    nest.outside["PYLINTRC"] = str(nest.write("elsewhere:rc", pylintrc()))
    with nest.change(run=2, reason="config"):
        nest.write("elsewhere:rc", pylintrc("missing-module-docstring"))


def case_238_what_pylintrc_names_appears(nest):
    """The variable named a file that was not there."""
    for_pylint(nest)
    nest.outside["PYLINTRC"] = str(nest.path("elsewhere:rc"))
    with nest.change(run=2, reason="config"):
        nest.write("elsewhere:rc", pylintrc())


def case_239_pylintrc_by_the_tree(nest):
    """P11: the tree itself sets the variable."""
    for_pylint(nest)
    nest.write("elsewhere:rc", pylintrc())
    with nest.change(run=2, reason="environment|config"):
        nest.options += ["--environment", f"PYLINTRC={nest.path('elsewhere:rc')}"]


def case_240_only_flake8_is_configured(nest):
    """WF-20: the configuration of one tool is none of the other."""
    for_pylint(nest)
    nest.tools = ["flake8", "pylint"]
    with nest.change(run=2, reason="config"):
        nest.write(".flake8", SHORT)


def case_241_only_pylint_is_configured(nest):
    """WF-20: the configuration of one tool is none of the other."""
    for_pylint(nest)
    nest.tools = ["flake8", "pylint"]
    with nest.change(run=2, reason="config"):
        nest.write("pylintrc", pylintrc())


# What a configuration leads to.

def case_251_the_source_of_a_flake8_plugin(nest):
    """A plugin that lies in the tree and belongs to no distribution is edited."""
    for_flake8(nest)
    nest.options = ["--exclude", "plugins"]
    plugin = "def check(logical_line):\n    yield 0, 'X100 {}'\n"
    nest.write("plugins/own.py", plugin.format("one"))
    nest.write(".flake8", "[flake8:local-plugins]\nextension =\n    X1 = own:check\npaths = plugins\n")
    nest.write("b.py", "OTHER = 1\n")
    with nest.change(run=2, reason="tool|observed"):
        nest.write("plugins/own.py", plugin.format("two"))


def case_252_what_a_flake8_plugin_imports(nest):
    """A plugin that lies in the tree leans on a module beside it, which is edited."""
    for_flake8(nest)
    nest.options = ["--exclude", "plugins"]
    nest.write("plugins/own.py", "import words\ndef check(logical_line):\n    yield 0, 'X100 ' + words.WORD\n")
    nest.write("plugins/words.py", "WORD = 'one'\n")
    nest.write(".flake8", "[flake8:local-plugins]\nextension =\n    X1 = own:check\npaths = plugins\n")
    nest.write("b.py", "OTHER = 1\n")
    with nest.change(run=2, reason="tool|observed"):
        nest.write("plugins/words.py", "WORD = 'two'\n")


def case_253_what_a_flake8_plugin_reads(nest):
    """testmon #49: a data file that a plugin reads."""
    for_flake8(nest)
    nest.options = ["--exclude", "plugins"]
    nest.write("plugins/own.py", "def check(logical_line):\n    yield 0, 'X100 ' + open('words.txt').read()\n")
    nest.write("words.txt", "one")
    nest.write(".flake8", "[flake8:local-plugins]\nextension =\n    X1 = own:check\npaths = plugins\n")
    nest.write("b.py", "OTHER = 1\n")
    with nest.change(run=2, reason="observed"):
        nest.write("words.txt", "two")


def case_254_the_source_of_a_pylint_plugin(nest):
    """load-plugins names a module of the tree, which is edited."""
    for_pylint(nest)
    plugin = ("from pylint.checkers import BaseChecker\nclass Own(BaseChecker):\n    name = 'own'\n"
              "    msgs = {{'W9901': ('{}', 'own-message', '')}}\n    def visit_module(self, node):\n"
              "        self.add_message('own-message', node=node)\ndef register(linter):\n    linter.register_checker(Own(linter))\n")
    nest.write("own_plugin.py", plugin.format("one"))
    nest.write("pylintrc", pylintrc("own-message", "load-plugins=own_plugin\ninit-hook='import sys; sys.path.insert(0, \".\")'\n"))
    nest.options = ["--exclude", "own_plugin.py"]
    with nest.change(run=2, reason="tool|observed"):
        nest.write("own_plugin.py", plugin.format("two"))


def case_255_a_file_that_a_configuration_names(nest):
    """pylint's init-hook reads a file: nothing but watching it shows that."""
    for_pylint(nest)
    nest.write("pylintrc", pylintrc("missing-module-docstring", "init-hook='exec(open(\"hook.txt\").read())'\n"))
    nest.write("hook.txt", "")
    with nest.change(run=2, reason="observed"):
        nest.write("hook.txt", "from pylint.checkers.base.docstring_checker import DocStringChecker\n"
                               "DocStringChecker.visit_module = lambda *arguments: None\n")


if __name__ == "__main__":
    tell(globals())
