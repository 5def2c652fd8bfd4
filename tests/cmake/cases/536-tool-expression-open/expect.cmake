# SPDX-License-Identifier: MIT
# Judges the case 536-tool-expression-open.
expect_refused(
  [[lint_tool\(white\): the generator expression '\$<1:a.' in COMMAND is never closed]])
