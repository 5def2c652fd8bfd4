# SPDX-License-Identifier: MIT
# Judges the case 517-tool-keyword-of-tree.
expect_refused(
  [[lint_tool\(black\): unknown keyword 'EXCLUDE']])
