# SPDX-License-Identifier: MIT
# Judges the case 131-directory-to-be-built.
expect_refused(
  [[lint_python_tree\(app\): keyword SOURCE_DIR: there is no directory]]
  [[name the target that does with DEPENDS]])
