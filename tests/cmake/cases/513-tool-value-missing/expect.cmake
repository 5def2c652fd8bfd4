# SPDX-License-Identifier: MIT
# Judges the case 513-tool-value-missing.
expect_refused(
  [[lint_tool\(black\): keyword SCOPE has no value]])
