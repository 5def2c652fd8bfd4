# SPDX-License-Identifier: MIT
# Judges the case 530-tool-environment-twice.
expect_refused(
  [[lint_tool\(black\): keyword ENVIRONMENT: the variable A is set twice]])
