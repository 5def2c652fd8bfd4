# SPDX-License-Identifier: MIT
# Judges the case 160-python-missing.
expect_refused(
  [[lint_python_tree\(app\): there is no Python interpreter 'no-such-python' on the search path]])
