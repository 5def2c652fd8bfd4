# SPDX-License-Identifier: MIT
# Judges the case 106-name-meets-tool.
expect_refused(
  [[lint_python_tree\(app\): the target lint-app-flake8 already belongs to the tree 'app-flake8']])
