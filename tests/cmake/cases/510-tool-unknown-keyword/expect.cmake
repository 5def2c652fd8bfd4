# SPDX-License-Identifier: MIT
# Judges the case 510-tool-unknown-keyword.
expect_refused(
  [[lint_tool\(black\): unknown keyword 'COMAND'. The nearest known keyword is COMMAND]]
  [[Known are: AFTER, ALWAYS, BEFORE, COMMAND]])
