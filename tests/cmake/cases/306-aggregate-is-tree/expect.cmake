# SPDX-License-Identifier: MIT
# Judges the case 306-aggregate-is-tree.
expect_refused(
  [[lint_python_tree\(app\): the variable LINTCACHE_LINT_TARGET names 'lint-app', which belongs to the tree 'app']])
