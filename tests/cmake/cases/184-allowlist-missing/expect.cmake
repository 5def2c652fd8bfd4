# SPDX-License-Identifier: MIT
# Judges the case 184-allowlist-missing.
expect_refused(
  [[keyword ALLOWLIST: there is no file '.*/184-allowlist-missing/allowed.txt']])
