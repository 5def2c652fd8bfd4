# SPDX-License-Identifier: MIT
# Judges the case 563-inputs-empty.
expect_refused(
  [[lint_file_inputs\(CMakeLists.txt\): keyword INPUTS has no value]])
