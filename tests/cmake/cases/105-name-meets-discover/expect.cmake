# SPDX-License-Identifier: MIT
# Judges the case 105-name-meets-discover.
expect_refused(
  [[lint_python_tree\(app-discover\): the target lint-app-discover already belongs to the tree 'app']])
