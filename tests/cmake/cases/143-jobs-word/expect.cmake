# SPDX-License-Identifier: MIT
# Judges the case 143-jobs-word.
expect_refused(
  [[lint_python_tree\(app\): keyword JOBS: 'many' is no number of jobs]])
