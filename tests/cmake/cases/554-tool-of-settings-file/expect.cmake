# SPDX-License-Identifier: MIT
# Judges the case 554-tool-of-settings-file.
expect_configured()
expect_manifest(named tools [=[["theirs", "flake8"]]=])
expect_manifest(named lint_tools ABSENT)
expect_target(lint-named-theirs)
expect_manifest(default tools [=[["mine"]]=])
expect_target(lint-default-mine)
