# SPDX-License-Identifier: MIT
# Judges the case 512-tool-keyword-twice.
expect_refused(
  [[lint_tool\(black\): keyword SCOPE is given twice]])
