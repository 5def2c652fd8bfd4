# SPDX-License-Identifier: MIT
# Judges the case 111-unknown-word.
expect_refused(
  [[lint_python_tree\(app\): unknown keyword 'src'. The nearest known keyword is [A-Z_]+\.]])
