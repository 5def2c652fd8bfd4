# SPDX-License-Identifier: MIT
# Judges the case 103-name-twice.
expect_refused(
  [[lint_python_tree\(app\): the target lint-app already belongs to the tree 'app']])
