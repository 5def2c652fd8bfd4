# SPDX-License-Identifier: MIT
# Judges the case 133-directory-is-file.
expect_refused(
  [[lint_python_tree\(app\): keyword SOURCE_DIR: '[^']*CMakeLists.txt' is not a directory]])
