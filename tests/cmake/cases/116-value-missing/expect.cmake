# SPDX-License-Identifier: MIT
# Judges the case 116-value-missing.
expect_refused(
  [[lint_python_tree\(app\): keyword SOURCE_DIR has no value. The nearest known keyword is SOURCE_DIR]])
