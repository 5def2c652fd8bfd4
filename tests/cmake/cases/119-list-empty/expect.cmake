# SPDX-License-Identifier: MIT
# Judges the case 119-list-empty.
expect_refused(
  [[lint_python_tree\(app\): keyword ENVIRONMENT has no value]])
