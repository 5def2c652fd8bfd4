# SPDX-License-Identifier: MIT
# Judges the case 511-tool-swallowed-keyword.
expect_refused(
  [['SCOP' among the values of COMMAND looks like the keyword SCOPE, mistyped]]
  [[write it inside a generator expression]])
