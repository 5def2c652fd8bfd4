# SPDX-License-Identifier: MIT
# Judges the case 100-name-missing.
expect_refused(
  [[lint_python_tree: the first argument, the tree's name, is missing]])
