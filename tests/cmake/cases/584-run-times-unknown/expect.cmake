# SPDX-License-Identifier: MIT
# Judges the case 584-run-times-unknown.
expect_refused(
  [[TIMES: .never. is none of its values]])
