# SPDX-License-Identifier: MIT
# Judges the case 583-run-unknown-keyword.
expect_refused(
  [[WORKING_DIR]])
