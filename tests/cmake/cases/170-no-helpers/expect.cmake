# SPDX-License-Identifier: MIT
# Judges the case 170-no-helpers.
expect_refused(
  [[lint_python_tree\(app\): there is no target LintCache::lintcache]]
  [[find_package]])
