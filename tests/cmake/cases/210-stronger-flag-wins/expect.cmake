# SPDX-License-Identifier: MIT
# Judges the case 210-stronger-flag-wins.
expect_configured()
expect_manifest(app fail_fast ON)
expect_manifest(app warn_only OFF)
expect_manifest(lib fail_fast ON)
expect_manifest(lib warn_only OFF)
