# SPDX-License-Identifier: MIT
# The same package where a language is enabled, and where it is found twice.
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
  -DCONSUMER_LANGUAGES=CXX -DCONSUMER_VERSION=0.1 "-DCONSUMER_SECOND_PREFIX=${PREFIX}")
expect_configured()
