# SPDX-License-Identifier: MIT
# Judges the case 525-tool-exit-twice.
expect_refused(
  [[keyword FINDINGS_EXIT: the status 1 is named twice]])
