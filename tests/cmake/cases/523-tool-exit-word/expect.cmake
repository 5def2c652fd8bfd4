# SPDX-License-Identifier: MIT
# Judges the case 523-tool-exit-word.
expect_refused(
  [[lint_tool\(black\): keyword FINDINGS_EXIT: 'one' is no exit status of a tool with findings; it takes whole numbers from 1 to 255]])
