# SPDX-License-Identifier: MIT
# Judges the case 566-inputs-of-directory.
expect_refused(
  [[lint_file_inputs\(.\): '.*/566-inputs-of-directory' is a directory]])
