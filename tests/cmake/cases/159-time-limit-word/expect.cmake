# SPDX-License-Identifier: MIT
# Judges the case 159-time-limit-word.
expect_refused(
  [[lint_python_tree\(app\): variable LINTCACHE_IMPORT_TIME_LIMIT: '30s' is no number of seconds]])
