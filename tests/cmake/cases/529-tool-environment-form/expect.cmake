# SPDX-License-Identifier: MIT
# Judges the case 529-tool-environment-form.
expect_refused(
  [[lint_tool\(black\): keyword ENVIRONMENT: 'B' is not of the form VAR=VALUE]])
