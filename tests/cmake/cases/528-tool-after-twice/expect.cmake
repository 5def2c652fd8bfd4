# SPDX-License-Identifier: MIT
# Judges the case 528-tool-after-twice.
expect_refused(
  [[keyword AFTER: the tool flake8 is named twice]])
