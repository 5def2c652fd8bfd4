# SPDX-License-Identifier: MIT
# Judges the case 561-inputs-file-forgotten.
expect_refused(
  [[lint_file_inputs: the first argument, the file, is missing]])
