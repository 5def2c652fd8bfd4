# SPDX-License-Identifier: MIT
# Judges the case 582-run-target-taken.
expect_refused(
  [[lintcache_run: the project already has a target make-it]])
