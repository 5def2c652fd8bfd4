# SPDX-License-Identifier: MIT
# Judges the case 309-late-tools.
expect_configured()
expect_no_target(lint-app-flake8)
expect_manifest(lib tools [=[["flake8"]]=])
expect_target(lint-third-flake8)
