# SPDX-License-Identifier: MIT
# Judges the case 568-inputs-expression.
expect_refused(
  [[the file's name takes no generator expression]])
