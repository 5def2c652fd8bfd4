# SPDX-License-Identifier: MIT
# Judges the case 101-name-is-keyword.
expect_refused(
  [[lint_python_tree: the first argument is the tree's name, not the keyword TOOLS]])
