# SPDX-License-Identifier: MIT
# Judges the case 500-tool-without-name.
expect_refused(
  [[lint_tool: the first argument, the tool's name, is missing]])
