# SPDX-License-Identifier: MIT
# LintCache's sources in a project compile and lint (checklist item 1); the slow test of this folder.
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

expect_finding("${WORK}/nested")

# The worker's other form, for an interpreter without a shared library, was built beside it.
file(GLOB_RECURSE forms LIST_DIRECTORIES OFF RELATIVE "${WORK}/nested" "${WORK}/nested/*/lintcache-python*")
list(FILTER forms INCLUDE REGEX "/lintcache-python(\\.so)?$")
list(LENGTH forms count)
list(TRANSFORM forms REPLACE "/[^/]+$" "")
list(REMOVE_DUPLICATES forms)
list(LENGTH forms directories)
if(NOT count EQUAL 2 OR NOT directories EQUAL 1)
  fail("the worker's two forms are not in one directory: ${forms}")
endif()
