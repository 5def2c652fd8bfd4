# SPDX-License-Identifier: MIT
# Judges the case 172-cross-build.
expect_refused(
  [[lint_python_tree\(app\): the helpers of this cross build cannot run on this machine. Set LINTCACHE_EXECUTABLE]])
