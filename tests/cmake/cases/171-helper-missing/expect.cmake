# SPDX-License-Identifier: MIT
# Judges the case 171-helper-missing.
expect_refused(
  [[lint_python_tree\(app\): variable LINTCACHE_PYTHON_EXECUTABLE names '/nowhere/lintcache-python', which is no program]])
