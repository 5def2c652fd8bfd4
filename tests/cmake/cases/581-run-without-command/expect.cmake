# SPDX-License-Identifier: MIT
# Judges the case 581-run-without-command.
expect_refused(
  [[lintcache_run\(make-it\): keyword COMMAND is missing]])
