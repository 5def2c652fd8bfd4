# SPDX-License-Identifier: MIT
# What single files depend on besides what LintCache finds: the function lint_file_inputs, and how a manifest says it.

#[=======================================================================[.rst:
.. command:: lint_file_inputs

  .. versionadded:: 0.1

  Say what else the verdicts about a file depend on, such as a schema or a data file that it reads::

    lint_file_inputs(<file> INPUTS <file>...)

  When one of the ``INPUTS`` changes, appears or vanishes, ``<file>`` is linted again by every tool.  Calls may come before
  or after :command:`lint_python_tree`, and several calls about a file add up.  A file that lies in no tree is an error.

  Relative paths count from the current source directory.  ``INPUTS`` take generator expressions.
#]=======================================================================]

include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)

function(lint_file_inputs)
  list(APPEND CMAKE_MESSAGE_CONTEXT lint_file_inputs)
  set(_lintcache_function lint_file_inputs)
  set(_lintcache_call "lint_file_inputs")
  if(ARGC EQUAL 0 OR ARGV0 STREQUAL "INPUTS" OR ARGV0 STREQUAL "")
    _lintcache_refuse("the first argument, the file, is missing.")
  endif()
  set(file "${ARGV0}")
  string(APPEND _lintcache_call "(${file})")
  if(file MATCHES "\\$<|;")
    _lintcache_refuse("the file's name takes no generator expression and no semicolon.")
  endif()
  _lintcache_read_call()
  if(NOT DEFINED arg_INPUTS)
    _lintcache_refuse("keyword INPUTS is missing. It names the files that the verdicts depend on.")
  endif()
  _lintcache_absolute("${file}" "${CMAKE_CURRENT_SOURCE_DIR}" file)
  if(IS_DIRECTORY "${file}")
    _lintcache_refuse("'${file}' is a directory. For all files of a tree there is EXTRA_INPUTS of lint_python_tree.")
  endif()
  cmake_path(IS_PREFIX CMAKE_BINARY_DIR "${file}" NORMALIZE built)
  if(NOT EXISTS "${file}" AND NOT built)
    _lintcache_refuse("there is no file '${file}'.")
  endif()
  _lintcache_absolute_list(INPUTS "${arg_INPUTS}" "${CMAKE_CURRENT_SOURCE_DIR}" inputs)
  set_property(GLOBAL APPEND PROPERTY _LINTCACHE_FILES_WITH_INPUTS "${file}")
  set_property(GLOBAL APPEND PROPERTY "_LINTCACHE_INPUTS_OF_${file}" "${inputs}")
endfunction()

# Appends `"file_inputs": {..}` to the caller's `json`, with the files that lie below its value_SOURCE_DIR.
function(_lintcache_add_file_inputs)
  get_property(files GLOBAL PROPERTY _LINTCACHE_FILES_WITH_INPUTS)
  list(REMOVE_DUPLICATES files)
  set(members "")
  set(comma "")
  foreach(file IN LISTS files)
    cmake_path(IS_PREFIX value_SOURCE_DIR "${file}" inside)
    if(NOT inside)
      continue()
    endif()
    set_property(GLOBAL PROPERTY "_LINTCACHE_IN_A_TREE_${file}" ON)
    get_property(inputs GLOBAL PROPERTY "_LINTCACHE_INPUTS_OF_${file}")
    list(REMOVE_DUPLICATES inputs)
    _lintcache_json_list("${inputs}" list)
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${value_SOURCE_DIR}")
    _lintcache_json_escape("${file}" name)
    string(APPEND members "${comma}\n    \"${name}\": ${list}")
    set(comma ",")
  endforeach()
  if(NOT members STREQUAL "")
    set(json "${json},\n  \"file_inputs\": {${members}\n  }" PARENT_SCOPE)
  endif()
endfunction()

# Refuses files that no tree holds: what was said about them would come to nothing.
function(_lintcache_refuse_files_in_no_tree)
  get_property(files GLOBAL PROPERTY _LINTCACHE_FILES_WITH_INPUTS)
  foreach(file IN LISTS files)
    get_property(held GLOBAL PROPERTY "_LINTCACHE_IN_A_TREE_${file}")
    if(NOT held)
      set(_lintcache_call "lint_file_inputs")
      _lintcache_refuse("the file '${file}' lies in no tree of lint_python_tree.")
    endif()
  endforeach()
endfunction()
