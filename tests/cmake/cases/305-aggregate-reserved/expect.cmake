# SPDX-License-Identifier: MIT
# Judges the case 305-aggregate-reserved.
expect_refused(
  [[lint_python_tree\(app\): the variable LINTCACHE_LINT_TARGET is 'test', which cannot name a target]])
