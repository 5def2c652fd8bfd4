# SPDX-License-Identifier: MIT
# Which programs do the work: the two helpers, the Python interpreter, and the linters that it has.
include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)

function(_lintcache_builtin_tools out)
  set(${out} bandit black codespell flake8 isort mypy pycodestyle pydocstyle pyflakes pylint pylint-tree pyright ruff ruff-format
    vulture PARENT_SCOPE)
endfunction()

# Those that are used where nobody says TOOLS, as far as the interpreter has them.
function(_lintcache_unasked_tools out)
  set(${out} flake8 pylint PARENT_SCOPE)
endfunction()

# Those of them that can repair files.
function(_lintcache_fixers out)
  set(${out} black isort ruff ruff-format PARENT_SCOPE)
endfunction()

# The helper as a COMMAND word: the override variable's path (for cross builds), else the target of this name.
function(_lintcache_helper variable target out)
  if(NOT "${${variable}}" STREQUAL "")
    if(NOT EXISTS "${${variable}}" OR IS_DIRECTORY "${${variable}}")
      _lintcache_refuse("variable ${variable} names '${${variable}}', which is no program.")
    endif()
    cmake_path(ABSOLUTE_PATH ${variable} BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE path)
    set(${out} "${path}" PARENT_SCOPE)
    return()
  endif()
  if(NOT TARGET ${target})
    _lintcache_refuse("there is no target ${target}. Use find_package(LintCache), add_subdirectory or FetchContent, "
      "or set ${variable} to a program.")
  endif()
  get_target_property(imported ${target} IMPORTED)
  if(CMAKE_CROSSCOMPILING AND NOT imported AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    _lintcache_refuse("the helpers of this cross build cannot run on this machine. Set ${variable} to a helper built for it.")
  endif()
  set(${out} ${target} PARENT_SCOPE)
endfunction()

# A version manager's shim is a script that may choose another interpreter each time; the one it chooses now, for a
# program started in BASE, is taken. Anything else stays as it is: a virtual environment is known by its link.
function(_lintcache_resolve_shim base path out)
  set(${out} "${path}" PARENT_SCOPE)
  if(NOT EXISTS "${path}")
    return()
  endif()
  file(READ "${path}" start LIMIT 2 HEX)
  if(NOT start STREQUAL "2321") # "#!"
    return()
  endif()
  execute_process(COMMAND "${path}" -c "import sys; print(sys.executable)" WORKING_DIRECTORY "${base}"
    OUTPUT_VARIABLE real RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0 OR NOT EXISTS "${real}")
    string(STRIP "${errors}" errors)
    _lintcache_refuse("'${path}' is a script that does not lead to a Python interpreter (${status}): ${errors}")
  endif()
  set(${out} "${real}" PARENT_SCOPE)
endfunction()

# Turns value_PYTHON (a path from BASE, a name to look up, or empty for the default) into an absolute path in OUT.
# A missing one below the binary directory is taken on trust when DEPENDS can still make it.
function(_lintcache_find_python base out)
  set(wanted "${value_PYTHON}")
  if(wanted STREQUAL "")
    # As the driver does, lintcache.json's own is taken for a path from where that file lies.
    _lintcache_setting_from_file(python wanted)
    if(NOT wanted STREQUAL "")
      cmake_path(ABSOLUTE_PATH wanted BASE_DIRECTORY "${value_SOURCE_DIR}" NORMALIZE)
    endif()
  endif()
  if(wanted STREQUAL "" AND Python3_EXECUTABLE)
    set(wanted "${Python3_EXECUTABLE}")
  endif()
  if(wanted STREQUAL "")
    set(wanted python3)
  endif()
  if(wanted MATCHES "/")
    cmake_path(ABSOLUTE_PATH wanted BASE_DIRECTORY "${base}" NORMALIZE OUTPUT_VARIABLE path)
    set(built OFF)
    if(NOT EXISTS "${path}" AND value_DEPENDS)
      cmake_path(IS_PREFIX CMAKE_BINARY_DIR "${path}" NORMALIZE built)
    endif()
    if(IS_DIRECTORY "${path}" OR (NOT EXISTS "${path}" AND NOT built))
      _lintcache_refuse("the Python interpreter '${path}' is no program. PYTHON takes a path or a name to look up.")
    endif()
  else()
    unset(path)
    find_program(path NAMES "${wanted}" NO_CACHE)
    if(NOT path)
      _lintcache_refuse("there is no Python interpreter '${wanted}' on the search path. PYTHON takes a path or a name to look up.")
    endif()
  endif()
  _lintcache_resolve_shim("${base}" "${path}" path)
  set(${out} "${path}" PARENT_SCOPE)
endfunction()

# Which of those PYTHON can import, asked of it once per configuration.
function(_lintcache_probe_tools python out)
  get_property(asked GLOBAL PROPERTY "_LINTCACHE_TOOLS_OF_${python}" SET)
  if(NOT asked)
    _lintcache_unasked_tools(known)
    # Python puts the current directory on its path for -c, where a file of the project could pose as a linter.
    set(code "import importlib.util as u, sys; sys.path = [p for p in sys.path if p]
print(';'.join(t for t in sys.argv[1:] if u.find_spec(t)))")
    execute_process(COMMAND "${python}" -c "${code}" ${known}
      OUTPUT_VARIABLE tools RESULT_VARIABLE status ERROR_VARIABLE errors OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT status EQUAL 0)
      string(STRIP "${errors}" errors)
      _lintcache_refuse("'${python}' does not work as a Python interpreter (${status}): ${errors}")
    endif()
    set_property(GLOBAL PROPERTY "_LINTCACHE_TOOLS_OF_${python}" "${tools}")
  endif()
  get_property(tools GLOBAL PROPERTY "_LINTCACHE_TOOLS_OF_${python}")
  set(${out} "${tools}" PARENT_SCOPE)
endfunction()

# Settles value_TOOLS and origin_TOOLS in the caller where nobody named tools; may leave the list empty.
function(_lintcache_default_tools python)
  if(NOT value_TOOLS STREQUAL "")
    return()
  endif()
  _lintcache_setting_from_file(tools tools)
  set(origin_TOOLS FILE PARENT_SCOPE)
  if(tools STREQUAL "")
    set(origin_TOOLS DEFAULT PARENT_SCOPE)
    if(EXISTS "${python}")
      _lintcache_probe_tools("${python}" tools)
    endif()
  endif()
  set(value_TOOLS "${tools}" PARENT_SCOPE)
endfunction()

function(_lintcache_refuse_no_tools python)
  _lintcache_unasked_tools(known)
  string(REPLACE ";" " or " known "${known}")
  _lintcache_refuse("'${python}' has no linter. Install ${known} for it (${python} -m pip install pylint), "
    "name another interpreter with PYTHON, or say TOOLS.")
endfunction()
