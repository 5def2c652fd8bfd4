# SPDX-License-Identifier: MIT
# Judges the case 515-tool-command-missing.
expect_refused(
  [[lint_tool\(black\): keyword COMMAND is missing]])
