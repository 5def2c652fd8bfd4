# SPDX-License-Identifier: MIT
# Judges the case 307-depends.
expect_configured()
foreach(target lint-app lint-app-discover lint-app-pylint lint-lib lint-lib-discover lint-lib-pylint)
  expect_target(${target} DEPENDS later)
endforeach()
expect_target(lint DEPENDS lint-app lint-lib)
