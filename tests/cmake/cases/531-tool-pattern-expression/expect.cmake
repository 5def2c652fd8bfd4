# SPDX-License-Identifier: MIT
# Judges the case 531-tool-pattern-expression.
expect_refused(
  [[lint_tool\(black\): PATTERN takes no generator expression]])
