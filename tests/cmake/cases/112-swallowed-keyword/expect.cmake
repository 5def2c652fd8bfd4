# SPDX-License-Identifier: MIT
# Judges the case 112-swallowed-keyword.
expect_refused(
  [[lint_python_tree\(app\): 'EXCLUD' among the values of INCLUDE looks like the keyword EXCLUDE]]
  [[nearest known keyword is EXCLUDE]])
