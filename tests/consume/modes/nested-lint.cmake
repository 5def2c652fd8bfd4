# SPDX-License-Identifier: MIT
# LintCache's sources in a project compile and lint (checklist item 1); the slow test of this folder.
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

expect_finding("${WORK}/nested")
