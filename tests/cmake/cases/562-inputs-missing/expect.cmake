# SPDX-License-Identifier: MIT
# Judges the case 562-inputs-missing.
expect_refused(
  [[lint_file_inputs\(CMakeLists.txt\): keyword INPUTS is missing]])
