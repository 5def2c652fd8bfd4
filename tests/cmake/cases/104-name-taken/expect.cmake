# SPDX-License-Identifier: MIT
# Judges the case 104-name-taken.
expect_refused(
  [[lint_python_tree\(app\): the project already has a target lint-app-pylint]])
