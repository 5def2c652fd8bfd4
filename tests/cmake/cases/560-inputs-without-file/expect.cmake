# SPDX-License-Identifier: MIT
# Judges the case 560-inputs-without-file.
expect_refused(
  [[lint_file_inputs: the first argument, the file, is missing]])
