# SPDX-License-Identifier: MIT
# A version that does not exist yet is refused with a line that says so (checklist item 4).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

foreach(version 0.2 1.0 0.1.1)
  configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
    -DCONSUMER_VERSION=${version})
  expect_refused("version: 0\\.1\\.0 \\(too old: version ${version} of LintCache is asked for\\)")
endforeach()
