# SPDX-License-Identifier: MIT
# Judges the case 114-lower-case.
expect_refused(
  [[lint_python_tree\(app\): unknown keyword 'jobs'. The nearest known keyword is JOBS\.]])
