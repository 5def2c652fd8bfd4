# SPDX-License-Identifier: MIT
# Judges the case 186-decider-expression.
expect_refused(
  [[keyword DECIDER: takes no generator expression]])
