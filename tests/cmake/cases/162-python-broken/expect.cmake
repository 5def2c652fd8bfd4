# SPDX-License-Identifier: MIT
# Judges the case 162-python-broken.
expect_refused(
  [[lint_python_tree\(app\): '[^']*/false' does not work as a Python interpreter]])
