# SPDX-License-Identifier: MIT
# Judges the case 314-fix-targets.
expect_configured()
expect_target(lint DEPENDS lint-app lint-lib lint-plain lint-own)
expect_target(lint-fix DEPENDS lint-app-fix lint-lib-fix)
expect_target(lint-app-fix)
expect_target(lint-lib-fix)
expect_no_target(lint-plain-fix)
expect_no_target(lint-own-fix)
