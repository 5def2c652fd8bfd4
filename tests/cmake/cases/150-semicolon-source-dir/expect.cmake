# SPDX-License-Identifier: MIT
# Judges the case 150-semicolon-source-dir.
expect_refused(
  [[lint_python_tree\(app\): keyword SOURCE_DIR: the path '[^']*a;b' has a semicolon]])
