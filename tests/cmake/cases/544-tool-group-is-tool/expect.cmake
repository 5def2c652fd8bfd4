# SPDX-License-Identifier: MIT
# Judges the case 544-tool-group-is-tool.
expect_refused([[lint_tool\(own\): keyword GROUP: 'flake8' is the name of a tool]])
