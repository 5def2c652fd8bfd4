# SPDX-License-Identifier: MIT
# Judges the case 144-jobs-zero.
expect_refused(
  [[lint_python_tree\(app\): keyword JOBS: '0' is no number of jobs]])
