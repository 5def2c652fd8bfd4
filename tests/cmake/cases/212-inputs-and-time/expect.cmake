# SPDX-License-Identifier: MIT
# Judges the case 212-inputs-and-time.
expect_configured()
expect_manifest(keyword merge_environment ON)
expect_manifest(keyword allowlist "${CASE_SOURCE}/allowed.txt")
expect_manifest(keyword decider content)
expect_manifest(keyword max_drift 0.5)
foreach(key merge_environment allowlist decider max_drift)
  expect_manifest(none ${key} ABSENT)
endforeach()
expect_manifest(variable merge_environment OFF)
expect_manifest(variable allowlist "${binary}/made.txt")
expect_manifest(variable decider content)
expect_manifest(variable max_drift 2)
