# SPDX-License-Identifier: MIT
# Judges the case 557-groups.
expect_configured()
expect_manifest(app tools [=[["pylint", "spell", "quick", "other"]]=])
expect_target(lint-app-fast)
expect_target(lint-app-spell)
expect_target(lint-part-fast)
expect_no_target(lint-part-other)
