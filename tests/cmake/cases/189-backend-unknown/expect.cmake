# SPDX-License-Identifier: MIT
# Judges the case 189-backend-unknown.
expect_refused(
  [[lint_python_tree\(app\): keyword BACKEND: 'redis' is none of its values. The nearest one is]]
  [[Known are: sqlite, files]])
