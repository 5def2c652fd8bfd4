# SPDX-License-Identifier: MIT
# Judges the case 316-uses-terminal-late.
expect_refused(
  [[lint_python_tree\(app\): target property LINTCACHE_USES_TERMINAL comes too late]])
