# SPDX-License-Identifier: MIT
# Versions that this one can stand in for are found, also by a project for another pointer size (checklist item 4).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

foreach(version 0.1 0.1.0 0.0.9 0.0...0.9)
  configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
    -DCONSUMER_VERSION=${version} -DCMAKE_SIZEOF_VOID_P=4)
  expect_configured()
endforeach()
