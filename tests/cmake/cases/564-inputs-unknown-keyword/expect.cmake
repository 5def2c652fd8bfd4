# SPDX-License-Identifier: MIT
# Judges the case 564-inputs-unknown-keyword.
expect_refused(
  [[lint_file_inputs\(CMakeLists.txt\): unknown keyword 'INPUT'. The nearest known keyword is INPUTS]])
