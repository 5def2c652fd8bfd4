# SPDX-License-Identifier: MIT
# Judges the case 155-time-limit-zero.
expect_refused(
  [[lint_python_tree\(app\): keyword IMPORT_TIME_LIMIT: '0' is no number of seconds; it takes a number from 0.001 to 86400\.]])
