# SPDX-License-Identifier: MIT
# Judges the case 300-targets.
expect_configured()
expect_target(lint DEPENDS lint-app lint-lib)
expect_target(lint-app)
expect_target(lint-app-discover)
expect_target(lint-app-flake8)
expect_target(lint-app-pylint)
expect_target(lint-lib)
expect_target(lint-lib-pylint)
expect_no_target(lint-lib-flake8)
