# SPDX-License-Identifier: MIT
# Judges the case 181-variable-bad.
expect_refused(
  [[lint_python_tree\(app\): variable LINTCACHE_TOOLS: unknown tool 'mypi']])
