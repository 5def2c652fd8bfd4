# SPDX-License-Identifier: MIT
# Judges the case 113-swallowed-by-tools.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS: unknown tool 'VERBOSE']]
  [[the nearest known keyword is [A-Z_]+]])
