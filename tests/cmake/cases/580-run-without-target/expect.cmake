# SPDX-License-Identifier: MIT
# Judges the case 580-run-without-target.
expect_refused(
  [[lintcache_run: the first argument, the target.s name, is missing]])
