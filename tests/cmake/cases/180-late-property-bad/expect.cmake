# SPDX-License-Identifier: MIT
# Judges the case 180-late-property-bad.
expect_refused(
  [[lint_python_tree\(app\): target property LINTCACHE_JOBS: 'none' is no number of jobs]])
