# SPDX-License-Identifier: MIT
# Judges the case 547-tool-is-group.
expect_refused([[lint_tool: 'fast' is the name of a group of tools]])
