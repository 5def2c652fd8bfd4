# SPDX-License-Identifier: MIT
# Judges the case 115-flag-with-value.
expect_refused(
  [[lint_python_tree\(app\): unknown keyword 'ON']])
