# SPDX-License-Identifier: MIT
# Judges the case 122-square-bracket.
expect_refused(
  [[lint_python_tree\(app\): 'a\[' has an unpaired square bracket]])
