# SPDX-License-Identifier: MIT
# Judges the case 505-tool-twice.
expect_refused(
  [[lint_tool: the tool 'black' is declared already]])
