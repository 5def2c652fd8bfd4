# SPDX-License-Identifier: MIT
# Judges the case 514-tool-list-missing.
expect_refused(
  [[lint_tool\(black\): keyword AFTER has no value]])
