# SPDX-License-Identifier: MIT
# Judges the case 142-glob-in-both.
expect_refused(
  [[lint_python_tree\(app\): the glob 'x/\*\*' is in INCLUDE and in EXCLUDE]])
