# SPDX-License-Identifier: MIT
# Judges the case 501-tool-name-is-keyword.
expect_refused(
  [[lint_tool: the first argument is the tool's name, not the keyword COMMAND]])
