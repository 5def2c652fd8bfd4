# SPDX-License-Identifier: MIT
# Judges the case 185-allowlist-directory.
expect_refused(
  [[variable LINTCACHE_ALLOWLIST: '.*' is a directory]])
