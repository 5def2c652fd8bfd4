# SPDX-License-Identifier: MIT
# Judges the case 400-empty-tree.
expect_configured()
expect_build(lint RESULT 0 OUTPUT "no file in .*/empty is to be linted")
