# SPDX-License-Identifier: MIT
# Judges the case 121-backslash-at-end.
expect_refused(
  [[lint_python_tree\(app\): 'a.' ends with a backslash]])
