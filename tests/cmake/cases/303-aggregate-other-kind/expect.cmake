# SPDX-License-Identifier: MIT
# Judges the case 303-aggregate-other-kind.
expect_refused(
  [[lint_python_tree\(app\): the project's target 'lint' is not a custom target]]
  [[LINTCACHE_LINT_TARGET]])
