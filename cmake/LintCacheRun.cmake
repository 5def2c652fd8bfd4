# SPDX-License-Identifier: MIT
# Any command as a build target that remembers what it did: the function lintcache_run.

#[=======================================================================[.rst:
.. command:: lintcache_run

  .. versionadded:: 0.1

  Make a build target of a command, which runs only where something that it depends on changed::

    lintcache_run(<target> COMMAND <arg>... [ALL]
      [WORKING_DIRECTORY <dir>] [ENVIRONMENT <VAR=VALUE>...] [DEPENDS <target>...]
      [OUTPUTS <glob>...] [TIMES <auto|content|exact>])

  Nothing has to be declared: the command runs under a tracer that sees what it reads, looks for in vain, lists and asks,
  and what it writes.  From then on building the target compares that with the disk, puts the outputs back, and repeats
  what the command printed and its exit status, also where it failed.  A command that cannot be remembered, since it
  uses the network for example, runs each time, and says why.

  ``COMMAND``
    The command line.  A word that names an executable target of the project is that target's file, and the target
    depends on it.  Generator expressions are taken.

  ``ALL``
    Build it by default.

  ``WORKING_DIRECTORY``
    Where it runs.  Default, and what relative paths count from: the current binary directory.

  ``ENVIRONMENT``
    Variables besides those of the build.  Of those, the ones that the command asks for count, or, if it takes the whole
    environment, all but those of sessions and ``MAKEFLAGS``, ``MAKELEVEL`` and ``MFLAGS``.

  ``DEPENDS``
    Targets to be built first.

  ``OUTPUTS``
    Globs of files that it is meant to write outside the binary directory, or that it reads before it writes them.
    Other outputs outside the binary directory, or beside what the command reads, are warned of.

  ``TIMES``
    Whether time stamps count: ``auto``, the default, unless the program that asks for them is known not to care;
    ``content`` never; ``exact`` always.

  Results are kept where those of all trees are, so with ``LINTCACHE_MAX_SIZE=0`` the command runs each time.
  It is for Linux; elsewhere, and where tracing is not allowed, the command runs each time.
#]=======================================================================]

include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)

function(lintcache_run)
  list(APPEND CMAKE_MESSAGE_CONTEXT lintcache_run)
  set(_lintcache_function lintcache_run)
  set(_lintcache_call "lintcache_run")
  if(ARGC EQUAL 0)
    _lintcache_refuse("the first argument, the target's name, is missing.")
  endif()
  set(target "${ARGV0}")
  _lintcache_keywords(ALL keywords)
  if(target IN_LIST keywords)
    _lintcache_refuse("the first argument is the target's name, not the keyword ${target}.")
  endif()
  if(NOT target MATCHES "^[A-Za-z0-9_][A-Za-z0-9_.+-]*$")
    _lintcache_refuse("'${target}' cannot name a target. A name starts with a letter, a digit or '_' and goes on with "
      "letters, digits, '_', '.', '+' and '-'.")
  endif()
  if(TARGET ${target})
    _lintcache_refuse("the project already has a target ${target}. Give this one another name.")
  endif()
  string(APPEND _lintcache_call "(${target})")
  _lintcache_read_call()
  if(NOT DEFINED arg_COMMAND)
    _lintcache_refuse("keyword COMMAND is missing. It is the command line that is run.")
  endif()
  if(NOT DEFINED arg_TIMES)
    set(arg_TIMES auto)
  endif()
  _lintcache_check_choice(TIMES "${arg_TIMES}" auto content exact)
  set(value_ENVIRONMENT "${arg_ENVIRONMENT}")
  _lintcache_settle_environment()
  if(NOT DEFINED arg_WORKING_DIRECTORY)
    set(arg_WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  _lintcache_absolute("${arg_WORKING_DIRECTORY}" "${CMAKE_CURRENT_BINARY_DIR}" directory)
  _lintcache_helper(LINTCACHE_EXECUTABLE LintCache::lintcache driver)
  _lintcache_run_words("${arg_COMMAND}" words programs)
  _lintcache_run_options(options)
  set(all "")
  if(arg_ALL)
    set(all ALL)
  endif()
  add_custom_target(${target} ${all} COMMAND "${driver}" run ${options} -- ${words} VERBATIM
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  _lintcache_folder(folder)
  set_target_properties(${target} PROPERTIES FOLDER "${folder}")
  foreach(other IN LISTS arg_DEPENDS programs)
    add_dependencies(${target} ${other})
  endforeach()
endfunction()

# Executable targets as their files; which they are.
function(_lintcache_run_words command out_words out_programs)
  _lintcache_split_values(COMMAND "${command}" command)
  set(words "")
  set(programs "")
  foreach(word IN LISTS command)
    _lintcache_is_program("${word}" is_program)
    if(is_program)
      list(APPEND programs "${word}")
      set(word "$<TARGET_FILE:${word}>")
    endif()
    string(REPLACE ";" "\\;" word "${word}")
    list(APPEND words "${word}")
  endforeach()
  set(${out_words} "${words}" PARENT_SCOPE)
  set(${out_programs} "${programs}" PARENT_SCOPE)
endfunction()

# What the driver is told, from the caller's variables. The outer build's own flags are none of the command's.
function(_lintcache_run_options out)
  set(options --stdin empty --times ${arg_TIMES} --cwd "${directory}" --build-dir "${CMAKE_BINARY_DIR}"
    --ignore-env MAKEFLAGS --ignore-env MAKELEVEL --ignore-env MFLAGS)
  foreach(entry IN LISTS value_ENVIRONMENT)
    string(REPLACE ";" "\\;" entry "${entry}")
    list(APPEND options --env "${entry}")
  endforeach()
  foreach(glob IN LISTS arg_OUTPUTS)
    list(APPEND options --output "${glob}")
  endforeach()
  set(${out} "${options}" PARENT_SCOPE)
endfunction()
