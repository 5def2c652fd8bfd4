# SPDX-License-Identifier: MIT
# Judges the case 152-expression-not-taken.
expect_refused(
  [[lint_python_tree\(app\): keyword EXCLUDE: takes no generator expression. PYTHON_PATH, ENVIRONMENT and EXTRA_INPUTS do]])
