# SPDX-License-Identifier: MIT
# Judges the case 516-tool-command-empty-word.
expect_refused(
  [[lint_tool\(black\): keyword COMMAND has an empty word]])
