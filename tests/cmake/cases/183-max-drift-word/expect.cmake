# SPDX-License-Identifier: MIT
# Judges the case 183-max-drift-word.
expect_refused(
  [[keyword MAX_DRIFT: '2s' is no number of seconds]])
