# SPDX-License-Identifier: MIT
# Judges the case 146-environment-twice.
expect_refused(
  [[lint_python_tree\(app\): keyword ENVIRONMENT: the variable A is set twice]])
