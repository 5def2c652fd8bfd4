# SPDX-License-Identifier: MIT
# Judges the case 524-tool-exit-negative.
expect_refused(
  [[lint_tool\(black\): keyword FINDINGS_EXIT: '-1' is no exit status of a tool with findings; it takes whole numbers from 1 to 255]])
