# SPDX-License-Identifier: MIT
# Judges the case 535-tool-config-semicolon.
expect_refused(
  [[lint_tool\(black\): keyword CONFIG: the path 'a.b' has a semicolon]])
