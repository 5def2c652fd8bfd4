# SPDX-License-Identifier: MIT
# Judges the case 310-folder.
expect_configured()
expect_target(lint FOLDER Checks DEPENDS lint-app lint-lib)
expect_target(lint-app-pylint FOLDER Checks)
expect_target(lint-lib FOLDER Checks/Python)
expect_target(lint-lib-pylint FOLDER Checks/Python)
expect_target(lint-lib-discover FOLDER Checks/Python)
