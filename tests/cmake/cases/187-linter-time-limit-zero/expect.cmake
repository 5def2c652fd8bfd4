# SPDX-License-Identifier: MIT
# Judges the case 187-linter-time-limit-zero.
expect_refused(
  [[lint_python_tree\(app\): keyword LINTER_TIME_LIMIT: '0' is no number of seconds; it takes a number from 0.001 to 86400\.]])
