# SPDX-License-Identifier: MIT
# Judges the case 151-semicolon-list.
expect_refused(
  [[lint_python_tree\(app\): keyword EXTRA_INPUTS: the path 'a;b' has a semicolon]])
