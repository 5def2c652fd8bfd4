# SPDX-License-Identifier: MIT
# A component that LintCache does not have is refused; an optional one is not (checklist item 4).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
  -DCONSUMER_COMPONENTS=COMPONENTS -DCONSUMER_COMPONENT=Rust)
expect_refused("LintCache 0\\.1\\.0 has no component 'Rust'")
configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
  -DCONSUMER_COMPONENTS=OPTIONAL_COMPONENTS -DCONSUMER_COMPONENT=Rust)
expect_configured()
