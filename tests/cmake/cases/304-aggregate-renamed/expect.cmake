# SPDX-License-Identifier: MIT
# Judges the case 304-aggregate-renamed.
expect_configured()
expect_target(check-python DEPENDS lint-app lint-lib)
expect_target(check-scripts DEPENDS lint-scripts)
