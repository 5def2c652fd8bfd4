# SPDX-License-Identifier: MIT
# Judges the case 502-tool-name-invalid.
expect_refused(
  [[lint_tool: 'my.tool' cannot name a tool]])
