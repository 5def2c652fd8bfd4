# SPDX-License-Identifier: MIT
# Judges the case 526-tool-after-unknown.
expect_refused(
  [[lint_tool\(black\): keyword AFTER: unknown tool 'isrt'. The nearest known tool is]]
  [[A tool of the project's own must be declared first]])
