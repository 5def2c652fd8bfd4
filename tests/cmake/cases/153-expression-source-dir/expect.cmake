# SPDX-License-Identifier: MIT
# Judges the case 153-expression-source-dir.
expect_refused(
  [[lint_python_tree\(app\): SOURCE_DIR takes no generator expression]])
