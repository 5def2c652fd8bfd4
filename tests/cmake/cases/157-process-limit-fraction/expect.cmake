# SPDX-License-Identifier: MIT
# Judges the case 157-process-limit-fraction.
expect_refused(
  [[lint_python_tree\(app\): keyword IMPORT_PROCESS_LIMIT: '1.5' is no number of processes; it takes a whole number from 0 to 65536\.]])
