# SPDX-License-Identifier: MIT
# LintCache's public functions and their manual.

#[=======================================================================[.rst:
LintCache
---------

Lints the Python trees of a project as build targets, runs linters only where something that matters changed,
and shows every current finding, fresh or remembered.

Load it with ``find_package(LintCache)``, ``add_subdirectory`` or ``FetchContent``; all three give the same
commands and the programs ``LintCache::lintcache`` and ``LintCache::python``.  No language need be enabled.

.. command:: lint_python_tree

  .. versionadded:: 0.1

  Lint all Python files below a directory::

    lint_python_tree(<name>
      [SOURCE_DIR <dir>]
      [TOOLS <tool>...]
      [INCLUDE <glob>...] [EXCLUDE <glob>...] [ALLOWLIST <file>]
      [PYTHON <interpreter>]
      [PYTHON_PATH <dir>...] [ADD_SOURCE_TREE_TO_PYTHON_PATH]
      [ENVIRONMENT <VAR=VALUE>...] [MERGE_ENVIRONMENT] [DEPENDS <target>...] [EXTRA_INPUTS <file>...]
      [JOBS <n>] [FAIL_FAST] [WARN_ONLY] [MERGED_LOG <file>] [USES_TERMINAL]
      [DECIDER <content-timestamp|content>] [MAX_DRIFT <seconds>] [BACKEND <sqlite|files>]
      [INFERENCE <needed|always>]
      [IMPORT_TIME_LIMIT <seconds>] [IMPORT_MEMORY_LIMIT <MiB>]
      [IMPORT_PROCESS_LIMIT <n>] [IMPORT_FILE_LIMIT <MiB>]
      [LINTER_TIME_LIMIT <seconds>] [LINTER_MEMORY_LIMIT <MiB>] [LINTER_OUTPUT_LIMIT <MiB>]
      [FILE_SIZE_LIMIT <MiB>])

  ``<name>``
    Names the targets and the state directory: letters, digits, ``_``, ``.``, ``+``, ``-``.

  ``SOURCE_DIR``
    The tree.  Default: the current source directory.  It may be missing if it lies in the binary directory and
    ``DEPENDS`` names the target that makes it.  The tools run in it.

  ``TOOLS``
    ``bandit``, ``black``, ``codespell``, ``flake8``, ``isort``, ``mypy``, ``pycodestyle``, ``pydocstyle``, ``pyflakes``,
    ``pylint``, ``pylint-tree``, ``pyright``, ``ruff``, ``ruff-format``, ``vulture``, and tools of the project's own that :command:`lint_tool`
    or the tree's ``lintcache.json`` declares, or groups that :command:`lint_tool` makes.  Default: ``flake8`` and ``pylint``, as far as the interpreter has them.

  ``INCLUDE``, ``EXCLUDE``
    Globs as in a ``.gitignore`` file, ``**`` allowed.  ``INCLUDE`` defaults to ``**/*.py``.  The binary directory,
    hidden directories and those with a ``pyvenv.cfg``, ``CACHEDIR.TAG`` or ``CMakeCache.txt`` are left out unless ``INCLUDE`` names them.
    Files that a target of the project lists in its sources can be left out with the source-file property
    ``SKIP_LINTING`` as well; sources given by generator expressions are not looked at.

  ``ALLOWLIST``
    A file that names files which are not linted, each by its exact name relative to the tree, one a line; ``#`` begins
    a comment.  It is read in every run and costs the same for one name and for many thousands.

  ``PYTHON``
    The interpreter that the tools run in: a path or a name to look up.  Default: ``Python3_EXECUTABLE`` if set,
    else the first ``python3``.

  ``PYTHON_PATH``, ``ADD_SOURCE_TREE_TO_PYTHON_PATH``
    Directories put on Python's module path, and whether the tree itself is one of them.

  ``ENVIRONMENT``
    Variables that the tools see besides, or instead of, those of the build.  Of those, only the ones that matter to the
    tools pass.

  ``MERGE_ENVIRONMENT``
    All other variables of the build pass, too.  Each is then something that a verdict depends on.

  ``DEPENDS``
    Targets to be built first, such as an extension module that the tree imports.

  ``EXTRA_INPUTS``
    Files besides those that LintCache finds itself: when one changes, the tree is linted again.

  ``JOBS``
    At most so many linters at the same time.  Without it, and never more than that with it: as many as make's job slots
    allow, else as ``CMAKE_BUILD_PARALLEL_LEVEL`` says, else as there are processors that the build may use.

  ``FAIL_FAST``, ``WARN_ONLY``
    Stop at the first file with findings; succeed in spite of findings.  They exclude each other.

  ``MERGED_LOG``
    A file that receives the full output of every tool that found something.

  ``USES_TERMINAL``
    The targets of the tree get the terminal, if the build tool can give it: Ninja, which otherwise shows what a command
    says when it has ended, does so in its pool ``console``.  Then a block on the terminal says how far the run is, and
    messages have colours; Ninja holds back everything else meanwhile.  To be said in the call or by the variable
    ``LINTCACHE_USES_TERMINAL``; a property comes too late.

  ``DECIDER``
    What tells that a file changed: ``content-timestamp``, the default, reads a file again where its time stamp, size or
    inode is another one or is too young to be sure; ``content`` reads every file in every run.

  ``MAX_DRIFT``
    Seconds: a file that was changed so shortly before it was read is read again in the next run.  Default: 0, for clocks
    that agree.

  ``BACKEND``
    How outputs are kept: ``sqlite``, the default, as rows of one file, which ``lintcache log`` prints, or ``files``, as a
    stamp or a log for each source and tool beside it.  Verdicts are the same.

  ``INFERENCE``
    Which files are imported to see what they load: ``needed``, the default, those for which a verdict depends on it,
    because a linter that follows imports could not be watched; ``always``, all, so that each import that fails is told and
    ``lintcache deps`` answers at once.  Verdicts are the same.

  ``IMPORT_TIME_LIMIT``, ``IMPORT_MEMORY_LIMIT``, ``IMPORT_PROCESS_LIMIT``, ``IMPORT_FILE_LIMIT``
    What the import of one file may use, by which LintCache learns what the file loads: seconds, of which there may be
    a fraction (default: 30), MiB of private memory (4096), processes that it may start (256), and MiB that it may
    write to one file (1024).  An import that takes longer is ended, whatever else is too much is an error that the
    module sees; it is told once, like every failed import, and the file is linted all the same.

  ``LINTER_TIME_LIMIT``, ``LINTER_MEMORY_LIMIT``, ``LINTER_OUTPUT_LIMIT``
    What a linter may use: seconds on one file, of which there may be a fraction (default: 600), MiB of private memory of
    each of its processes (4096), and MiB that it may print or write to one file (256).  A check of the whole tree, and
    ``mypy`` on many files, get a tenth of the time more for each further file.  A linter that takes longer or prints
    more is ended with all that it started; for lack of memory it breaks by itself.  Either is a failure of the tool on
    that file, of which nothing is kept; the other files get their verdicts.

  ``FILE_SIZE_LIMIT``
    How many MiB a file may have to be linted (default: 128).  No linter is given one that is larger; each says so as a
    finding, so that the target fails until the file is smaller, the limit is higher, or ``EXCLUDE`` leaves it out.

  ``PYTHON_PATH``, ``ENVIRONMENT`` and ``EXTRA_INPUTS`` take generator expressions, evaluated for each configuration;
  a list inside one counts as several values.  Text that an expression fetches from a property must not hold
  quotes or backslashes.  Paths may hold any character but a semicolon or an unpaired square bracket, and CMake itself
  takes no ``#`` in a build directory with custom targets.  Relative paths count from the current source directory, ``MERGED_LOG`` from the binary one.

  Targets: ``lint-<name>`` runs all tools, ``lint-<name>-<tool>`` one of them, ``lint-<name>-<group>`` those of a group,
  ``lint-<name>-discover`` looks for
  files only, and ``lint``, made at the end of the configuration, runs all trees.  If the project has a custom target ``lint``, the trees are attached to it.
  If ``TOOLS`` has ``black``, ``isort``, ``ruff`` or ``ruff-format``, ``lint-<name>-fix`` lets them repair the files in which
  they find something, one after the other on each file, and ``lint-fix`` does so in all trees.  No other target changes a file.

  A call that cannot be meant is a fatal error: an unknown keyword or tool, a keyword without its value, a missing
  directory, a number out of range, the same tool twice, the same glob in ``INCLUDE`` and ``EXCLUDE``, ``FAIL_FAST`` with ``WARN_ONLY``.

Every keyword can also be set as a property ``LINTCACHE_<KEYWORD>`` of ``lint-<name>``, before the configuration ends, or
as a variable ``LINTCACHE_<KEYWORD>`` before the call.  Keyword goes before property, property before variable,
variable before the tree's ``lintcache.json``, and that before the default.

.. variable:: LINTCACHE_LINT_TARGET

  Name of the target that lints all trees, by default ``lint``.  Read at each call, so trees can be grouped.

.. variable:: LINTCACHE_FOLDER

  Folder of the targets in an IDE, by default ``Lint``; also a global property.

.. variable:: LINTCACHE_EXECUTABLE
.. variable:: LINTCACHE_PYTHON_EXECUTABLE

  Paths of the programs ``lintcache`` and ``lintcache-python`` to use instead of the package's own, as a build for
  another machine needs.
#]=======================================================================]

include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheArguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheDefaults.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheValues.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheGenerator.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheTools.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheToolOrder.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheOwnTools.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheFileInputs.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheManifest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheTargets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LintCacheRun.cmake")

function(lint_python_tree)
  list(APPEND CMAKE_MESSAGE_CONTEXT lint_python_tree)
  set(_lintcache_call "lint_python_tree")
  if(ARGC EQUAL 0)
    _lintcache_refuse("the first argument, the tree's name, is missing.")
  endif()
  set(name "${ARGV0}")
  _lintcache_check_tree_name("${name}")
  string(APPEND _lintcache_call "(${name})")

  _lintcache_read_call()
  _lintcache_add_tree_targets(${name})
  _lintcache_remember(lint-${name})
  _lintcache_settle_tree(${name})
  _lintcache_note_dependencies(${name})
  _lintcache_write_manifest_later(${name})
  _lintcache_finish_later(${name})
endfunction()
