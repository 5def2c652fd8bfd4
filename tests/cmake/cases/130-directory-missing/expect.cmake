# SPDX-License-Identifier: MIT
# Judges the case 130-directory-missing.
expect_refused(
  [[lint_python_tree\(app\): keyword SOURCE_DIR: there is no directory '[^']*/130-directory-missing/nowhere']])
