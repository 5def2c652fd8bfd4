# SPDX-License-Identifier: MIT
# Judges the case 135-dependency-missing.
expect_refused(
  [[lint_python_tree\(app\): keyword DEPENDS: the project has no target 'nothing']])
