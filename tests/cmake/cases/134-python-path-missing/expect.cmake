# SPDX-License-Identifier: MIT
# Judges the case 134-python-path-missing.
expect_refused(
  [[lint_python_tree\(app\): keyword PYTHON_PATH: there is no directory '[^']*nowhere']])
