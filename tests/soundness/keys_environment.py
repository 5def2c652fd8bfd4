# SPDX-License-Identifier: MIT
"""Cases 401 to 499: variables, options, other places, and what else lies around a run."""
import json
import os
import shutil

from keys import pylintrc, tell


def two_tools(nest):
    """Two files that both linters find something in."""
    nest.tools = ["flake8", "pylint"]
    nest.write("pylintrc", pylintrc())
    nest.write_all(a="import os\n", b="import sys\n")


def unread(nest, **variables):
    """Nothing runs because who calls has other values of these."""
    two_tools(nest)
    with nest.change(run=0):
        nest.outside.update(variables)


def case_401_an_unread_variable(nest):
    """P11, MM-21: it does not even reach the linter."""
    unread(nest, BUILD_NUMBER="42", PYTHONHASHSEED="7", PYTHONWARNINGS="error", PYTHONOPTIMIZE="2")


def case_402_locale(nest):
    """Linters speak one language, whatever the caller's is."""
    unread(nest, LANG="de_DE.UTF-8", LC_ALL="C", LANGUAGE="de", PYTHONIOENCODING="latin-1")


def case_403_terminal(nest):
    """Width and colours are for eyes."""
    unread(nest, COLUMNS="40", LINES="10", TERM="dumb", NO_COLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")


def case_404_continuous_integration(nest):
    """Where it runs is nothing to a linter."""
    unread(nest, CI="true", GITHUB_ACTIONS="true", TZ="Asia/Tokyo", SOURCE_DATE_EPOCH="1")


def case_405_the_callers_path(nest):
    """Linters are found by their interpreter."""
    unread(nest, PATH="/usr/bin:/bin:/nowhere")


def case_406_user_and_scratch(nest):
    """Who calls, and where there is room for temporary files."""
    nest.write("elsewhere:tmp/readme", "")
    unread(nest, USER="somebody", LOGNAME="somebody", TMPDIR=str(nest.path("elsewhere:tmp")))


def case_407_another_home(nest):
    """Another home with nothing in it that linters look for."""
    nest.write("elsewhere:home/readme", "")
    unread(nest, HOME=str(nest.path("elsewhere:home")))


def case_408_pythonpath_of_the_caller(nest):
    """ML-6: a directory comes first that has another module, and goes again."""
    nest.write("pylintrc", pylintrc())
    nest.write("elsewhere:lib/colorsys.py", "")
    nest.write_all(a="import colorsys\nprint(colorsys.rgb_to_hls)\n", bystander="import os\n")
    with nest.change(run=1, most=2, reason="environment"):
        nest.outside["PYTHONPATH"] = str(nest.path("elsewhere:lib"))


def case_409_the_order_of_the_path(nest):
    """PYTHON_PATH: the same two directories, the other way round."""
    nest.write("pylintrc", pylintrc())
    one = nest.write("elsewhere:one/thing.py", "NAME = 1\n").parent
    two = nest.write("elsewhere:two/thing.py", "OTHER = 1\n").parent
    nest.options = ["--python-path", str(one), "--python-path", str(two)]
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import os\n")
    with nest.change(run=1, most=2, reason="environment|setting|tool"):
        nest.options = ["--python-path", str(two), "--python-path", str(one)]


def case_410_the_tree_sets_an_unread_variable(nest):
    """Nobody can know that a linter does not read what its tree sets for it; it says the same."""
    two_tools(nest)
    with nest.change(run=0, most=4, reason="environment", same=True):
        nest.options += ["--environment", "COLOUR_OF_THE_SHED=blue"]


def case_411_the_tree_sets_what_is_read(nest):
    """P11: the interpreter of every linter reads it."""
    nest.tools = ["pylint"]
    nest.write("pylintrc", pylintrc())
    nest.write("elsewhere:lib/colorsys.py", "")
    nest.write_all(a="import colorsys\nprint(colorsys.rgb_to_hls)\n", bystander="import os\n")
    with nest.change(run=1, most=2, reason="environment"):
        nest.options += ["--environment", f"PYTHONPATH={nest.path('elsewhere:lib')}"]


def case_412_a_variable_in_a_configuration(nest):
    """The configuration of pylint runs code that asks for a variable, which the tree sets."""
    nest.write("pylintrc", pylintrc(main="init-hook='import os, sys; sys.path.append(os.environ[\"EXTRA\"])'\n"))
    nest.write("elsewhere:one/thing.py", "NAME = 1\n")
    nest.write("elsewhere:two/thing.py", "OTHER = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import os\n")
    nest.options = ["--environment", f"EXTRA={nest.path('elsewhere:one')}"]
    with nest.change(run=1, most=2, reason="environment"):
        nest.options = ["--environment", f"EXTRA={nest.path('elsewhere:two')}"]


def case_413_all_variables_pass(nest):
    """ML-18: with MERGE_ENVIRONMENT, a variable of the caller reaches the linter, and counts."""
    nest.write("pylintrc", pylintrc(main="init-hook='import os, sys; sys.path.append(os.environ.get(\"EXTRA\", \"\"))'\n"))
    nest.write("elsewhere:one/thing.py", "NAME = 1\n")
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import os\n")
    nest.options = ["--merge-environment"]
    with nest.change(run=1, most=2, reason="environment"):
        nest.outside["EXTRA"] = str(nest.path("elsewhere:one"))


def case_414_merging_is_switched_on(nest):
    """ML-18: what was kept from the linter reaches it from now on."""
    nest.write("pylintrc", pylintrc(main="init-hook='import os, sys; sys.path.append(os.environ.get(\"EXTRA\", \"\"))'\n"))
    nest.outside["EXTRA"] = str(nest.write("elsewhere:one/thing.py", "NAME = 1\n").parent)
    nest.write_all(a="import thing\nprint(thing.NAME)\n", bystander="import os\n")
    with nest.change(run=1, most=2, reason="environment|setting"):
        nest.options = ["--merge-environment"]


def case_415_merged_but_made_for_eyes(nest):
    """Also with MERGE_ENVIRONMENT, width and colours say nothing."""
    two_tools(nest)
    nest.options = ["--merge-environment"]
    with nest.change(run=0):
        nest.outside.update(COLUMNS="40", TERM="dumb", NO_COLOR="1", LANG="de_DE.UTF-8")


def case_416_an_extra_input_changes(nest):
    """ML-5, golangci-lint-action #779: a data file that every verdict depends on."""
    two_tools(nest)
    nest.options = ["--extra-inputs", str(nest.write("data.json", "{}"))]
    with nest.change(run=4, reason="input", same=True):
        nest.write("data.json", "[]")


def case_417_an_extra_input_appears(nest):
    """It was declared and not there."""
    two_tools(nest)
    nest.options = ["--extra-inputs", str(nest.path("data.json"))]
    with nest.change(run=4, reason="input", same=True):
        nest.write("data.json", "[]")


def case_418_an_extra_input_is_declared(nest):
    """Whether it changes what is said is not known before."""
    two_tools(nest)
    nest.write("data.json", "{}")
    with nest.change(run=4, reason="input|setting", same=True):
        nest.options += ["--extra-inputs", str(nest.path("data.json"))]


def case_419_how_the_work_is_done(nest):
    """pylint #3314: how many at once, and what an import may take, is nothing to a verdict."""
    two_tools(nest)
    with nest.change(run=0):
        nest.options += ["--jobs", "1", "--import-time-limit", "60", "--import-memory-limit", "8000"]


def case_420_a_linter_more(nest):
    """golangci-lint #6810: the new one runs on all files, the others not at all."""
    two_tools(nest)
    nest.tools = ["flake8"]
    with nest.change(run=2, reason="first", same=False):
        nest.tools = ["flake8", "pylint"]


def case_421_a_linter_less(nest):
    """golangci-lint #6810: what it said is not told, and comes back with it."""
    two_tools(nest)
    with nest.change(run=0, same=False):
        nest.tools = ["pylint"]


def case_422_settings_move_to_a_file(nest):
    """The same settings, said in another place."""
    two_tools(nest)
    nest.options = ["--exclude", "c.py"]
    with nest.change(run=0):
        nest.write("lintcache.json", json.dumps({"tools": nest.tools, "exclude": ["c.py"]}))
        nest.tools, nest.options = None, []


def case_423_a_clone(nest):
    """Tree and state lie in another directory; all is said of the files there."""
    two_tools(nest)
    nest.write_all(a="import os\nimport b\nb.gone()\n", pkg__init="", pkg__c="from . import d\nprint(d)\n")
    nest.begin()
    with nest.change(run=0):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        nest.place = "user/work/clone"


def case_424_a_tree_is_moved(nest):
    """The tree is renamed, and configured from above as before."""
    two_tools(nest)
    nest.write("../.flake8", "[flake8]\nextend-ignore = F401\n")
    nest.begin()
    with nest.change(run=0):
        nest.rename("../tree", "../moved")
        nest.place = "user/work/moved"


def case_425_a_clone_elsewhere(nest):
    """A clone lies below another configuration, which counts there."""
    two_tools(nest)
    nest.write("../.flake8", "[flake8]\nextend-ignore = F401\n")
    nest.begin()
    with nest.change(run=2, reason="config"):
        nest.keep(nest.home / "play")
        shutil.copytree(nest.tree, nest.home / "play/tree")
        nest.place = "user/play/tree"


def case_426_another_worktree(nest):
    """golangci-lint in worktrees: another tree has other content, and is linted with the same state."""
    two_tools(nest)
    nest.begin()
    with nest.change(run=2, reason="file|first"):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        (nest.home / "work/clone/b.py").write_text("import os\nimport sys\n")
        nest.place = "user/work/clone"


def case_427_a_clone_with_a_path_of_its_own(nest):
    """Directories of the tree that the command names move with it."""
    nest.write("pylintrc", pylintrc())
    nest.write_all(lib__thing="NAME = 1\n", a="import thing\nprint(thing.OTHER)\n")
    nest.options = ["--python-path", str(nest.path("lib"))]
    nest.begin()
    with nest.change(run=0):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        nest.place = "user/work/clone"
        nest.options = ["--python-path", str(nest.path("lib"))]


def case_428_from_another_directory(nest):
    """pylint #3477: linters work in the tree, wherever the caller is."""
    two_tools(nest)
    nest.write_all(a="import b\nb.gone()\n")
    nest.begin()
    here = os.getcwd()
    with nest.change(run=0):
        os.chdir(nest.tree)
    os.chdir(here)


def case_429_options_alternate(nest):
    """dmypy #15078, #18019: two ways to ask, one after the other, again and again."""
    two_tools(nest)
    first, other = [], ["--exclude", "a.py", "--environment", "PYTHONPATH=/nowhere"]
    nest.begin()
    nest.options = other
    nest.expect_run(0, 2, "other options")
    for options in (first, other, first, other):
        nest.options = options
        nest.expect_run(0, 0, "options that were there before")


def case_430_contents_alternate(nest):
    """Switching branches: what was linted once is not linted again."""
    two_tools(nest)
    nest.write_all(a="import b\nprint(b.NAME)\n")
    nest.begin()
    contents = ["NAME = 1\n", "OTHER = 1\n", "import sys\n"]
    for text in contents:
        nest.write("b.py", text)
        nest.expect_run(0, 3, "contents that are new")
    for text in contents:
        nest.write("b.py", text)
        nest.expect_run(0, 0, "contents that were there before")


def case_431_a_message_that_names_a_place(nest):
    """A message says where the file lies, which is elsewhere in a clone."""
    nest.write("pylintrc", pylintrc("syntax-error"))
    nest.write("a.py", "\N{BOM}# coding: latin-1\n")
    nest.begin()
    with nest.change(run=0, most=1, same=True):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        nest.place = "user/work/clone"


if __name__ == "__main__":
    tell(globals())
