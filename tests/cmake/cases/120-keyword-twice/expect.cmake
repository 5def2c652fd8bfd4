# SPDX-License-Identifier: MIT
# Judges the case 120-keyword-twice.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS is given twice]])
