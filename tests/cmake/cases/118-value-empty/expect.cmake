# SPDX-License-Identifier: MIT
# Judges the case 118-value-empty.
expect_refused(
  [[lint_python_tree\(app\): keyword JOBS has an empty value]])
