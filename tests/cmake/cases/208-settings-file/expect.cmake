# SPDX-License-Identifier: MIT
# Judges the case 208-settings-file.
expect_configured()
expect_manifest(file tools [=[["pylint"]]=])
expect_manifest(file python "${CASE_SOURCE}/tree/interpreter")
expect_target(lint-file-pylint)
expect_no_target(lint-file-flake8)
expect_manifest(keyword tools [=[["pylint", "flake8"]]=])
expect_manifest(keyword python "${CASE_SOURCE}/tree/interpreter")
