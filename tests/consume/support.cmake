# SPDX-License-Identifier: MIT
# What the scripts of modes/ share: configure and build the consumer, and say what was expected.
cmake_minimum_required(VERSION 3.22...4.2)
include("${CMAKE_CURRENT_LIST_DIR}/../cmake/expectations.cmake")

# Where the package was installed, and where it was moved to before anyone used it.
set(STAGE "${WORK}/stage")
set(PREFIX "${WORK}/moved prefix")
set(CONSUMER "${CMAKE_CURRENT_LIST_DIR}/consumer")
string(REGEX REPLACE "([][+.*()^$?|\\\\])" "\\\\\\1" CHECKOUT_REGEX "${CHECKOUT}")
# What counts of the nested project is that it builds, which takes half the time without optimisation.
set(NOT_OPTIMISED -DCMAKE_BUILD_TYPE=MinSizeRel -DCMAKE_CXX_FLAGS_MINSIZEREL=-O0)
set(generators Ninja "Ninja Multi-Config" "Unix Makefiles")

macro(pass_on_results)
  foreach(_name result output errors)
    set(${_name} "${${_name}}" PARENT_SCOPE)
  endforeach()
endmacro()

# configure_consumer(<build directory> <generator> [<cache entry>...]): configures from scratch, sets result, output, errors.
function(configure_consumer binary generator)
  file(REMOVE_RECURSE "${binary}")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -G "${generator}" -S "${CONSUMER}" -B "${binary}" --no-warn-unused-cli
      "-DCONSUMER_PYTHON=${PYTHON}" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCONSUMER_LINTCACHE=${CHECKOUT}"
      "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}" ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  pass_on_results()
endfunction()

function(build_consumer binary target)
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${binary}" --target ${target}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  pass_on_results()
endfunction()

# Builds `lint` and expects the consumer's one finding, which makes the target fail.
function(expect_finding binary)
  build_consumer("${binary}" lint)
  if(result EQUAL 0 OR NOT "${output}${errors}" MATCHES "/tree/code/module\\.py:3:1: (warning|error): [^\n]*\\[F401\\]")
    fail("expected the finding F401 from ${binary}")
  endif()
  build_consumer("${binary}" version)
  if(NOT result EQUAL 0)
    fail("LintCache::lintcache cannot be run by its name")
  endif()
endfunction()
