# SPDX-License-Identifier: MIT
# Judges the case 203-late-properties.
expect_configured()
expect_manifest(app include [=[["*.pyi"]]=])
expect_manifest(app exclude [=[[]]=])
expect_manifest(app environment [=[["A=1;2", "B=3"]]=])
# Relative paths count from the directory of the call.
expect_manifest(app python_path "[\"${CASE_SOURCE}/tree\"]")
expect_manifest(app merged_log "${binary}/late.log")
expect_manifest(app fail_fast ON)
expect_manifest(app python "${CASE_PYTHON}")
