# SPDX-License-Identifier: MIT
# Judges the case 527-tool-after-itself.
expect_refused(
  [[keyword AFTER: unknown tool 'search']])
