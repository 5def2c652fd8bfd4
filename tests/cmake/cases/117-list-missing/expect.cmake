# SPDX-License-Identifier: MIT
# Judges the case 117-list-missing.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS has no value]])
