# SPDX-License-Identifier: MIT
# Judges the case 163-no-linter.
expect_refused(
  [[lint_python_tree\(app\): '[^']*/bare/bin/python' has no linter. Install flake8 or pylint for it]])
