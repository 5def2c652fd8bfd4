# SPDX-License-Identifier: MIT
# Judges the case 149-merged-log-directory.
expect_refused(
  [[lint_python_tree\(app\): MERGED_LOG names .* which is a directory]])
