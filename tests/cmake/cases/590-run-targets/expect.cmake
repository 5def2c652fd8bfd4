# SPDX-License-Identifier: MIT
# Judges the case 590-run-targets.
expect_configured()
expect_target(make-it DEPENDS later)
expect_target(other)
