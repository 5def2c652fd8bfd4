# SPDX-License-Identifier: MIT
# Configures a project that holds LintCache's sources, for the other nested-* tests.
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

# Not optimised: what counts is that it builds, which takes half the time so.
configure_consumer("${WORK}/nested" Ninja -DCONSUMER_MODE=add_subdirectory -DCONSUMER_LANGUAGES=CXX
  -DCMAKE_BUILD_TYPE=MinSizeRel -DCMAKE_CXX_FLAGS_MINSIZEREL=-O0)
expect_configured()
