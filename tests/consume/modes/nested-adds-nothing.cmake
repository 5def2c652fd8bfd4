# SPDX-License-Identifier: MIT
# LintCache's sources in a project add no test, no install rule, and nothing to its default build (checklist item 5).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

set(binary "${WORK}/nested")
execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" -N WORKING_DIRECTORY "${binary}" OUTPUT_VARIABLE output RESULT_VARIABLE result)
if(NOT output MATCHES "Total Tests: 0")
  fail("a project around LintCache has its tests")
endif()

build_consumer("${binary}" all)
if(NOT result EQUAL 0)
  fail("cannot build the project around LintCache")
endif()
if(output MATCHES "Building CXX")
  fail("the default build compiles the helpers")
endif()

file(REMOVE_RECURSE "${WORK}/nested prefix")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${binary}" --prefix "${WORK}/nested prefix"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
file(GLOB_RECURSE files RELATIVE "${WORK}/nested prefix" "${WORK}/nested prefix/*")
if(NOT result EQUAL 0 OR NOT files STREQUAL "share/consumer/module.py")
  fail("a project around LintCache should install its own file only, not: ${files}")
endif()
