# SPDX-License-Identifier: MIT
# Judges the case 161-python-no-file.
expect_refused(
  [[lint_python_tree\(app\): the Python interpreter '/nowhere/python3' is no program]])
