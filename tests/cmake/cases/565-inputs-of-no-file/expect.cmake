# SPDX-License-Identifier: MIT
# Judges the case 565-inputs-of-no-file.
expect_refused(
  [[lint_file_inputs\(pkg/a.py\): there is no file '.*/pkg/a.py']])
