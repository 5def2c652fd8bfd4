# SPDX-License-Identifier: MIT
# Judges the case 308-pools-survive.
expect_configured()
expect_build(own RESULT 0)
