# SPDX-License-Identifier: MIT
# Judges the case 542-tool-before-unknown.
expect_refused([[lint_tool\(black\): keyword BEFORE: unknown tool 'isrt'. The nearest known tool is isort]])
