# SPDX-License-Identifier: MIT
# Judges the case 503-tool-name-taken.
expect_refused(
  [[lint_tool: 'discover' cannot name a tool]])
