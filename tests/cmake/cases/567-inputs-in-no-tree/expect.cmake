# SPDX-License-Identifier: MIT
# Judges the case 567-inputs-in-no-tree.
expect_refused(
  [[lint_file_inputs: the file '.*/CMakeLists.txt' lies in no tree of lint_python_tree]])
