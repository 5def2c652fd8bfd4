# SPDX-License-Identifier: MIT
# Judges the case 302-aggregate-after.
expect_configured()
expect_target(lint FOLDER NONE DEPENDS lint-app)
