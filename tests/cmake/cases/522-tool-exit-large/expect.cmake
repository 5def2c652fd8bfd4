# SPDX-License-Identifier: MIT
# Judges the case 522-tool-exit-large.
expect_refused(
  [[lint_tool\(black\): keyword FINDINGS_EXIT: '256' is no exit status of a tool with findings; it takes whole numbers from 1 to 255]])
