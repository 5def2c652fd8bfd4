# SPDX-License-Identifier: MIT
# Judges the case 154-expression-open.
expect_refused(
  [[lint_python_tree\(app\): the generator expression 'A=\$<CONFIG;B=2;' in ENVIRONMENT is never closed]])
