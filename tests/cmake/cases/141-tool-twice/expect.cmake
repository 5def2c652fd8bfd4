# SPDX-License-Identifier: MIT
# Judges the case 141-tool-twice.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS: the tool pylint is named twice]])
