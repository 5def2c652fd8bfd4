# SPDX-License-Identifier: MIT
# Judges the case 156-memory-limit-small.
expect_refused(
  [[lint_python_tree\(app\): keyword IMPORT_MEMORY_LIMIT: '63' is no number of MiB; it takes a whole number from 64 to 1048576\.]])
