# SPDX-License-Identifier: MIT
# Judges the case 504-tool-name-built-in.
expect_refused(
  [[lint_tool: there is a built-in tool 'pylint']])
