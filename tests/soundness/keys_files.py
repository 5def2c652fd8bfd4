# SPDX-License-Identifier: MIT
"""Cases 001 to 099: files of the tree that are edited, come, go and move."""
import os
import time

from keys import newest, pylintrc, tell

UNUSED = "import os\n"
USED = "import os\nprint(os)\n"


def two_files(nest):
    """Two files that know nothing of each other, for flake8, which looks at one at a time."""
    nest.tools = ["flake8"]
    nest.write("a.py", UNUSED)
    nest.write("b.py", USED)


def put_times(nest, name, like):
    """Give a file the modification time of before."""
    os.utime(nest.path(name), ns=(like.st_atime_ns, like.st_mtime_ns))


def case_001_a_file_is_edited(nest):
    """P1: an edited file is linted again, the one beside it is not."""
    two_files(nest)
    with nest.change(run=1, reason="file"):
        nest.write("a.py", USED)


def case_002_a_file_is_touched(nest):
    """P3: a new time stamp alone is no change."""
    two_files(nest)
    nest.begin()
    with nest.change(run=0):
        os.utime(nest.path("a.py"))


def case_003_an_older_file_is_restored(nest):
    """P4: an older version comes back with its old time, as from an archive."""
    two_files(nest)
    long_ago = time.time_ns() - 10 ** 15
    with nest.change(run=1, reason="file"):
        nest.write("a.py", USED)
        os.utime(nest.path("a.py"), ns=(long_ago, long_ago))


def case_004_same_size_and_time(nest):
    """P5, SCons #2760: other content of the same size, with the time of before."""
    two_files(nest)
    nest.begin()
    with nest.change(run=1, reason="file"):
        old = nest.path("b.py").stat()
        nest.write("b.py", USED.replace("(os)", "(oz)"))
        put_times(nest, "b.py", old)


def case_005_time_lies_in_the_future(nest):
    """The clock went back: the edit has an older time than what was linted."""
    two_files(nest)
    tomorrow = time.time_ns() + 10 ** 14
    os.utime(nest.path("b.py"), ns=(tomorrow, tomorrow))
    with nest.change(run=1, reason="file"):
        nest.write("b.py", UNUSED)


def case_006_a_file_is_generated_again(nest):
    """P20, WF-25: written beside and moved into its place, with the same bytes."""
    two_files(nest)
    nest.begin()
    with nest.change(run=0):
        nest.write("a.py.new", UNUSED)
        nest.rename("a.py.new", "a.py")


def case_007_content_is_swapped(nest):
    """Two files change places: each name has other content."""
    two_files(nest)
    with nest.change(run=2, reason="file"):
        nest.rename("a.py", "c.py")
        nest.rename("b.py", "a.py")
        nest.rename("c.py", "b.py")


def case_008_a_file_is_deleted(nest):
    """P12: nothing runs, and nothing is told of it any more."""
    two_files(nest)
    with nest.change(run=0, same=False, back=1):  # records of what is gone go, too
        nest.remove("a.py")


def case_009_a_file_is_renamed(nest):
    """P12: the new name is a new file, and the old one is gone."""
    two_files(nest)
    with nest.change(run=1, reason="first", back=1):
        nest.rename("a.py", "c.py")


def case_010_a_directory_is_renamed(nest):
    """P12: all below is new, nothing else is."""
    two_files(nest)
    nest.write("old/c.py", UNUSED)
    nest.write("old/deep/d.py", UNUSED)
    with nest.change(run=2, reason="first", back=2):
        nest.rename("old", "new")


def case_011_a_directory_is_deleted(nest):
    """golangci-lint #3502: results of deleted directories are not told again."""
    two_files(nest)
    nest.write("gone/c.py", UNUSED)
    with nest.change(run=0, same=False, back=1):
        nest.remove("gone")


def case_012_a_file_appears(nest):
    """A new file is linted, alone."""
    two_files(nest)
    with nest.change(run=1, reason="first"):
        nest.write("c.py", UNUSED)


def case_013_a_directory_takes_a_files_place(nest):
    """What was a module is a directory of the same name, with a file in it."""
    two_files(nest)
    with nest.change(run=1, reason="first"):
        nest.remove("a.py")
        nest.write("a.py/inner.py", UNUSED)


def case_014_line_ends_change(nest):
    """CRLF for LF, nothing else."""
    nest.write("pylintrc", pylintrc("unexpected-line-ending-format") + "[FORMAT]\nexpected-line-ending-format=LF\n")
    nest.write("a.py", USED)
    nest.write("b.py", USED)
    with nest.change(run=1, reason="file"):
        nest.write("a.py", USED.replace("\n", "\r\n"))


def case_015_the_encoding_changes(nest):
    """A cookie says how to read the very same bytes, which are fewer letters or more."""
    nest.tools = ["flake8"]
    text = "NAME = '" + "\N{LATIN SMALL LETTER E WITH ACUTE}" * 50 + "'\n"
    nest.write("a.py", "# coding: utf-8\n" + text)
    with nest.change(run=1, reason="file"):
        nest.write("a.py", "# coding: latin-1\n" + text)


def case_016_a_byte_order_mark_appears(nest):
    """Three bytes at the beginning, against which the cookie speaks."""
    nest.write("pylintrc", pylintrc("syntax-error"))
    nest.write("a.py", "# coding: latin-1\n")
    with nest.change(run=1, reason="file"):
        nest.write("a.py", "\N{BOM}# coding: latin-1\n")


def case_017_a_link_leads_elsewhere(nest):
    """A file of the tree is a link: what counts is what it leads to."""
    nest.tools = ["flake8"]
    nest.write("elsewhere:one.py", USED)
    nest.write("elsewhere:two.py", UNUSED)
    nest.link("a.py", nest.path("elsewhere:one.py"))
    nest.write("b.py", USED)
    with nest.change(run=1, reason="file"):
        nest.link("a.py", nest.path("elsewhere:two.py"))


def case_018_the_end_of_a_link_is_edited(nest):
    """The link stays as it is, the file outside of the tree does not."""
    nest.tools = ["flake8"]
    nest.link("a.py", nest.write("elsewhere:one.py", USED))
    with nest.change(run=1, reason="file"):
        nest.write("elsewhere:one.py", UNUSED)


def case_019_a_link_becomes_a_file(nest):
    """A copy in place of a link holds the same."""
    nest.tools = ["flake8"]
    nest.link("a.py", nest.write("elsewhere:one.py", UNUSED))
    with nest.change(run=0):
        nest.remove("a.py")
        nest.write("a.py", UNUSED)


def case_020_an_executable_bit(nest):
    """flake8 itself does not ask who may execute a file."""
    two_files(nest)
    nest.begin()
    with nest.change(run=0):
        nest.keep(nest.path("a.py"))
        nest.path("a.py").chmod(0o755)


def case_021_syntax_breaks(nest):
    """What cannot be parsed is told as long as it is so, P16: word by word."""
    nest.tools = ["flake8", "pylint"]
    nest.write("pylintrc", pylintrc("syntax-error"))
    nest.write("a.py", "NAME = 1\n")
    nest.write("b.py", "")
    with nest.change(run=2, reason="file"):
        nest.write("a.py", "NAME = = 1\n")


def case_022_an_excluded_file_is_edited(nest):
    """What is left out may change as it likes."""
    two_files(nest)
    nest.options = ["--exclude", "b.py"]
    with nest.change(run=0):
        nest.write("b.py", UNUSED)


def case_023_exclude_changes(nest):
    """P15, ML-5: a pattern leaves out a file, and nothing runs."""
    two_files(nest)
    with nest.change(run=0, same=False):
        nest.options += ["--exclude", "a.py"]


def case_024_include_changes(nest):
    """ML-5: a pattern takes in more files, and only they run."""
    two_files(nest)
    nest.write("script", UNUSED)
    with nest.change(run=1, reason="first"):
        nest.options += ["--include", "*.py", "--include", "script"]


def case_025_a_name_leaves_the_allowlist(nest):
    """ML-16: a file that was exempt is linted."""
    two_files(nest)
    nest.write("c.py", UNUSED)
    nest.options = ["--allowlist", str(nest.write("allowed.txt", "a.py\nc.py\n"))]
    with nest.change(run=1, reason="first"):
        nest.write("allowed.txt", "a.py\n")


def case_026_an_allowlist_is_used(nest):
    """ML-16: a file is exempt from now on, and nothing runs."""
    two_files(nest)
    nest.write("allowed.txt", "a.py\n")
    with nest.change(run=0, same=False):
        nest.options += ["--allowlist", str(nest.path("allowed.txt"))]


def case_027_the_decider_changes(nest):
    """How a change is noticed says nothing of what changed."""
    two_files(nest)
    with nest.change(run=0):
        nest.options += ["--decider", "content"]


def case_028_by_content_only(nest):
    """The decider that reads all sees an edit within one tick, and no touch."""
    two_files(nest)
    nest.options = ["--decider", "content"]
    nest.begin()
    with nest.change(run=1, reason="file"):
        old = nest.path("b.py").stat()
        nest.write("b.py", USED.replace("(os)", "(oz)"))
        put_times(nest, "b.py", old)
        os.utime(nest.path("a.py"))


def case_029_max_drift_changes(nest):
    """For how long a time stamp is doubted says nothing of what changed."""
    two_files(nest)
    with nest.change(run=0):
        nest.options += ["--max-drift", "3600"]


def case_030_clean_is_told_as_such(nest):
    """P26, pytest-flake8 #62: what is remembered as clean counts as clean, not as left out."""
    two_files(nest)
    with nest.change(run=1, reason="file"):
        nest.write("a.py", UNUSED + "import sys\n")
    run = nest.lint()
    assert (run.summary["cached"], run.summary["cached_clean"], run.summary["not_run"]) == (2, 1, 0), run


def case_031_a_bystander_keeps_its_findings(nest):
    """pylint #3611: a file that comes before all others in the list changes none of what is said of them."""
    nest.write("pylintrc", pylintrc())
    nest.write_all(m="import z\nz.gone()\n", z="")
    with nest.change(run=1, reason="first"):
        nest.write("a.py", "import z\nz.gone()\n")


@newest
def case_032_ruff_asks_who_may_execute(nest):
    """EXE001: a file with a shebang that nobody may execute."""
    nest.tools = ["ruff"]
    nest.write("ruff.toml", "[lint]\nselect = ['EXE']\n")
    nest.write("a.py", "#!/usr/bin/python3\n")
    nest.write("b.py", "")
    nest.begin()
    with nest.change(run=1, reason="observed"):
        nest.keep(nest.path("a.py"))
        nest.path("a.py").chmod(0o755)


@newest
def case_033_ruff_does_not_ask_who_may_write(nest):
    """Nor whose the file is."""
    nest.tools = ["ruff"]
    nest.write("a.py", "#!/usr/bin/python3\n")
    nest.begin()
    with nest.change(run=0):
        nest.keep(nest.path("a.py"))
        nest.path("a.py").chmod(0o666)


def case_034_a_plugin_asks_who_may_execute(nest):
    """flake8-executable and its kind."""
    nest.tools = ["flake8"]
    nest.options = ["--exclude", "plugins"]
    nest.write(".flake8", "[flake8:local-plugins]\nextension =\n    X1 = own:check\npaths = plugins\n")
    nest.write("plugins/own.py", "import os\n\n\ndef check(tree, filename):\n    if not os.access(filename, os.X_OK):\n"
               "        yield 1, 0, 'X100 cannot be executed', None\n\n\ncheck.name, check.version = 'own', '1'\n")
    nest.write_all(a="", b="")
    nest.begin()
    with nest.change(run=1, most=2, reason="observed"):
        nest.keep(nest.path("a.py"))
        nest.path("a.py").chmod(0o755)


if __name__ == "__main__":
    tell(globals())
