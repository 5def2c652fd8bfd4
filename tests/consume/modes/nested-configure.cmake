# SPDX-License-Identifier: MIT
# Configures a project that holds LintCache's sources, for the other nested-* tests.
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

configure_consumer("${WORK}/nested" Ninja -DCONSUMER_MODE=add_subdirectory -DCONSUMER_LANGUAGES=CXX ${NOT_OPTIMISED})
expect_configured()
