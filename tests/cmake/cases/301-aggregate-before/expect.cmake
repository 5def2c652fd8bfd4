# SPDX-License-Identifier: MIT
# Judges the case 301-aggregate-before.
expect_configured()
expect_target(lint FOLDER Own DEPENDS lint-app mine)
