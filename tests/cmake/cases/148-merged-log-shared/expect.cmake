# SPDX-License-Identifier: MIT
# Judges the case 148-merged-log-shared.
expect_refused(
  [[lint_python_tree\(lib\): MERGED_LOG '[^']*/all.log' is already the log of the tree 'app']])
