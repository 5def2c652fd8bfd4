# SPDX-License-Identifier: MIT
# Judges the case 145-environment-form.
expect_refused(
  [[lint_python_tree\(app\): keyword ENVIRONMENT: 'B' is not of the form VAR=VALUE]])
