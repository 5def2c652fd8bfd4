# SPDX-License-Identifier: MIT
# Judges the case 312-subdirectories.
expect_configured()
expect_target(lint DEPENDS lint-one lint-two)
expect_manifest(one source_dir "${CASE_SOURCE}/one")
expect_manifest(two source_dir "${CASE_SOURCE}/two")
expect_manifest(two merged_log "${binary}/two/all.log")
