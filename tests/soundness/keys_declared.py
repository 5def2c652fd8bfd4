# SPDX-License-Identifier: MIT
"""Cases 501 to 599: linters that a tree declares itself: what one of any kind depends on, and its declaration."""
import json
import os
import shutil

from keys import newest, tell

# Says of each file how often it has the letter that `letter` holds, as an option may say.
COUNTER = """#!/bin/sh
letter={letter}
case $1 in --letter=*) letter=${{1#*=}}; shift;; esac
for file; do echo "$file:1: ${{WORD:-word}} $(tr -cd "$letter" <"$file" | wc -c)"; done
exit 1
"""
LINES = r"^(?<file>[^:]+):(?<line>\d+): (?<text>.*)$"
BLACK = {"command": ["black", "--check", "--no-cache", "{file}"], "scope": "self"}


def declare(nest, file_inputs=None, **tools):
    """Write lintcache.json with these tools, and use them all."""
    nest.write("lintcache.json", json.dumps({"lint_tools": tools, "file_inputs": file_inputs or {}}))
    nest.tools = list(tools)


def counter(**more):
    """The declaration of a linter that is a script of the tree."""
    return {"command": ["./count", "{file}"], "scope": "self", "pattern": LINES, **more}


def with_counter(nest, file_inputs=None, **more):
    """Two files and that linter."""
    nest.write("count", COUNTER.format(letter="a")).chmod(0o755)
    nest.write_all(a="aaa = 1\n", b="bb = 1\n")
    declare(nest, file_inputs, count=counter(**more))


def case_501_a_file_is_edited(nest):
    """P1: of scope `self`, the edited file alone."""
    with_counter(nest)
    with nest.change(run=1, reason="file"):
        nest.write("a.py", "aaaa = 1\n")


def case_502_the_program_is_edited(nest):
    """P9: the linter is a script of the tree."""
    with_counter(nest)
    with nest.change(run=2, reason="tool"):
        nest.edit("count", "letter=a", "letter=b")


def case_503_a_word_of_the_command_changes(nest):
    """P10, WF-20, WF-21: a flag of one linter runs that one only; mypy #20845: at once."""
    with_counter(nest)
    tools = {"count": counter(), "other": counter()}
    declare(nest, **tools)
    with nest.change(run=2, reason="argument"):
        tools["count"]["command"].insert(1, "--letter=b")
        declare(nest, **tools)


def case_504_a_variable_of_the_tool(nest):
    """P11: what is set for one linter is nothing to the other."""
    with_counter(nest)
    tools = {"count": counter(), "other": counter()}
    declare(nest, **tools)
    with nest.change(run=2, reason="environment"):
        tools["count"]["environment"] = ["WORD=letters"]
        declare(nest, **tools)


def case_505_its_configuration_appears(nest):
    """A file that the declaration names, for one linter only."""
    with_counter(nest)
    declare(nest, count=counter(config=["count.cfg", "../count.cfg"]), other=counter())
    with nest.change(run=2, reason="config", same=True):
        nest.write("count.cfg", "x")


def case_506_its_configuration_above_the_tree(nest):
    """Turborepo: the root configuration, outside of the tree, which changes."""
    with_counter(nest)
    nest.write("../count.cfg", "x")
    declare(nest, count=counter(config=["count.cfg", "../count.cfg"]), other=counter())
    with nest.change(run=2, reason="config", same=True):
        nest.write("../count.cfg", "y")


def case_507_a_data_file_of_one_file(nest):
    """WF-17, testmon #49: lint_file_inputs() names what one file is checked against."""
    nest.write("schema.json", "{}")
    with_counter(nest, {"a.py": ["schema.json"]})
    with nest.change(run=1, reason="input", same=True):
        nest.write("schema.json", "[]")


def case_508_a_data_file_is_declared(nest):
    """The declaration itself is new, and runs the file that it is about."""
    nest.write("schema.json", "{}")
    with_counter(nest)
    with nest.change(run=1, reason="input", same=True):
        with_counter(nest, {"a.py": ["schema.json"]})


def case_509_a_data_file_appears(nest):
    """eslint #12904: it was declared and not there."""
    with_counter(nest, {"a.py": ["schema.json"], "b.py": ["other.json"]})
    with nest.change(run=1, reason="input", same=True):
        nest.write("schema.json", "[]")


def case_510_the_pattern_changes(nest):
    """How the output is read is a part of what is remembered."""
    with_counter(nest)
    with nest.change(run=2, reason="setting"):
        declare(nest, count=counter(pattern=r"^(?<file>[^:]+):(?<line>\d+): (?<rule>\w+) (?<text>.*)$"))


def case_511_the_statuses_change(nest):
    """Another exit status means findings, too."""
    with_counter(nest)
    with nest.change(run=2, reason="setting", same=True):
        declare(nest, count=counter(findings_exit=[1, 2]))


def case_512_the_order_changes(nest):
    """WF-10: what runs first is nothing to a verdict."""
    with_counter(nest)
    tools = {"count": counter(), "other": counter()}
    declare(nest, **tools)
    with nest.change(run=0):
        tools["count"]["after"] = ["other"]
        declare(nest, **tools)


def case_513_a_tool_more(nest):
    """golangci-lint #6810: another linter is declared, and runs alone."""
    with_counter(nest)
    with nest.change(run=2, reason="first"):
        declare(nest, count=counter(), other=counter())


def case_514_always(nest):
    """WF-24: nothing changed, and it runs; the other one does not."""
    with_counter(nest)
    declare(nest, count=counter(always=True), other=counter())
    nest.lint()
    nest.expect_run(2, 2, "it always runs", reason="always")


def case_515_of_scope_tree(nest):
    """A linter of which nothing else is known runs for each file when any file changes."""
    with_counter(nest, scope="tree")
    with nest.change(run=2, reason="tree|file"):
        nest.write("b.py", "aab = 1\n")


def case_516_once_for_the_whole_tree(nest):
    """vulture, deptry: one run for all files, when one of them is edited."""
    with_counter(nest, command=["./count", "{files}"], scope="tree")
    with nest.change(run=1, reason="tree"):
        nest.write("b.py", "aab = 1\n")


def case_517_the_whole_tree_gains_a_file(nest):
    """What all files are changes what is said."""
    with_counter(nest, command=["./count", "{files}"], scope="tree")
    with nest.change(run=1, reason="tree"):
        nest.write("c.py", "a = 1\n")


def case_518_the_whole_tree_loses_a_file(nest):
    """P12: nothing is said of what is gone."""
    with_counter(nest, command=["./count", "{files}"], scope="tree")
    with nest.change(run=1, reason="tree"):
        nest.remove("b.py")


def case_519_the_whole_tree_is_touched(nest):
    """P3: new times, the same bytes."""
    with_counter(nest, command=["./count", "{files}"], scope="tree")
    nest.begin()
    with nest.change(run=0):
        os.utime(nest.path("a.py"))


def case_520_what_the_whole_tree_leaves_out(nest):
    """A file that is not linted is none of the tree's."""
    with_counter(nest, command=["./count", "{files}"], scope="tree")
    nest.write("c.py", "a = 1\n")
    nest.options = ["--exclude", "c.py"]
    with nest.change(run=0):
        nest.write("c.py", "aa = 1\n")


def case_521_a_program_found_earlier(nest):
    """The first word is looked for beside the interpreter, where there was none."""
    nest.own_environment()
    nest.write("elsewhere:bin/count", COUNTER.format(letter="a")).chmod(0o755)
    nest.outside["PATH"] = f"{nest.path('elsewhere:bin')}:{os.environ['PATH']}"
    nest.write_all(a="aaa = 1\n", b="bb = 1\n")
    declare(nest, count=counter(command=["count", "{file}"]))
    with nest.change(run=2, reason="tool"):
        nest.write("site:../../../bin/count", COUNTER.format(letter="b")).chmod(0o755)


def case_522_a_program_found_in_another_directory(nest):
    """The caller's PATH leads to another program of the same name."""
    nest.write("elsewhere:one/count", COUNTER.format(letter="a")).chmod(0o755)
    nest.write("elsewhere:two/count", COUNTER.format(letter="b")).chmod(0o755)
    nest.outside["PATH"] = f"{nest.path('elsewhere:one')}:{os.environ['PATH']}"
    nest.write_all(a="aaa = 1\n", b="bb = 1\n")
    declare(nest, count=counter(command=["count", "{file}"]))
    with nest.change(run=2, reason="tool"):
        nest.outside["PATH"] = f"{nest.path('elsewhere:two')}:{os.environ['PATH']}"


def case_523_the_same_program_elsewhere(nest):
    """Another directory of PATH has the same bytes."""
    for place in "one", "two":
        nest.write(f"elsewhere:{place}/count", COUNTER.format(letter="a")).chmod(0o755)
    nest.outside["PATH"] = f"{nest.path('elsewhere:one')}:{os.environ['PATH']}"
    nest.write_all(a="aaa = 1\n", b="bb = 1\n")
    declare(nest, count=counter(command=["count", "{file}"]))
    with nest.change(run=0, most=2, same=True):
        nest.outside["PATH"] = f"{nest.path('elsewhere:two')}:{os.environ['PATH']}"


def case_524_a_clone(nest):
    """Tree and state lie elsewhere; the command names the tree by {source_dir}."""
    with_counter(nest, command=["{source_dir}/count", "{file}"])
    nest.begin()
    with nest.change(run=0):
        nest.keep(nest.home / "work/clone")
        shutil.copytree(nest.tree, nest.home / "work/clone")
        nest.place = "user/work/clone"


def case_525_the_scope_grows(nest):
    """A linter is said to follow imports from now on: what was imported counts."""
    with_counter(nest)
    nest.write_all(a="import b\n")
    # So does the interpreter that would import it.
    with nest.change(run=2, reason="tool", same=True):
        declare(nest, count=counter(scope="closure"))


def case_526_of_scope_closure(nest):
    """P2: of scope `closure`, whoever imports the edited file, and nobody else."""
    with_counter(nest, scope="closure")
    nest.write_all(a="import b\n", bystander="")
    with nest.change(run=2, reason={"file": 1, "import": 1}):
        nest.write("b.py", "aab = 1\n")


def case_527_edited_while_it_runs(nest):
    """P19: somebody edits the file while the linter has it; what is remembered is about the file as it is now."""
    with_counter(nest)
    script = COUNTER.format(letter="a") + "\n"
    with nest.change(run=2, most=3):
        nest.keep(nest.path("once"))
        nest.write("b.py", "aab = 1\n")
        nest.write("count", script.replace("for file;", "if [ $1 = b.py ] && mkdir once 2>/dev/null; then count=$(./count b.py); "
                                           "echo aaaa >>b.py; echo \"$count\"; exit 1; fi\nfor file;"))


@newest
def case_531_black_is_configured(nest):
    """pyproject.toml appears in the tree."""
    declare(nest, black={**BLACK, "config": ["pyproject.toml", "../pyproject.toml"]})
    nest.write_all(a="NAMES = [1111111, 2222222, 3333333]\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("pyproject.toml", "[tool.black]\nline-length = 20\n")


@newest
def case_532_black_is_configured_above(nest):
    """pyproject.toml changes in a parent directory."""
    declare(nest, black={**BLACK, "config": ["pyproject.toml", "../pyproject.toml"]})
    nest.write("../pyproject.toml", "[tool.black]\nline-length = 80\n")
    nest.write_all(a="NAMES = [1111111, 2222222, 3333333]\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("../pyproject.toml", "[tool.black]\nline-length = 20\n")


@newest
def case_533_black_looks_at_one_file(nest):
    """nx #27532: what a file imports is nothing to black."""
    declare(nest, black=BLACK)
    nest.write_all(a="import b\n", b="NAME = 1\n")
    with nest.change(run=1, reason="file"):
        nest.write("b.py", "NAME=1\n")


@newest
def case_534_black_is_told_something_else(nest):
    """P10: a flag."""
    declare(nest, black=BLACK)
    nest.write_all(a="NAME = 'word'\n", b="")
    with nest.change(run=2, reason="argument"):
        declare(nest, black={**BLACK, "command": ["black", "--check", "--no-cache", "-S", "{file}"]})


@newest
def case_535_black_is_clean_again(nest):
    """ruff #17619: what was to be reformatted was reformatted, by hand."""
    declare(nest, black=BLACK)
    nest.write_all(a="NAME=1\n", b="")
    with nest.change(run=1, reason="file"):
        nest.write("a.py", "NAME = 1\n")


@newest
def case_536_black_is_configured_at_home(nest):
    """What a user wants everywhere, as far as the declaration names it."""
    declare(nest, black={**BLACK, "config": ["pyproject.toml", "../../.config/black"]})
    nest.write_all(a="NAMES = [1111111, 2222222, 3333333]\n", b="")
    with nest.change(run=2, reason="config"):
        nest.write("~/.config/black", "[tool.black]\nline-length = 20\n")


if __name__ == "__main__":
    tell(globals())
