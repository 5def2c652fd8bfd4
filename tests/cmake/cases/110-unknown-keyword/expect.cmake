# SPDX-License-Identifier: MIT
# Judges the case 110-unknown-keyword.
expect_refused(
  [[lint_python_tree\(app\): unknown keyword 'TOOL'. The nearest known keyword is TOOLS\.]]
  [[Known are: ADD_SOURCE_TREE_TO_PYTHON_PATH, ALLOWLIST, BACKEND, DECIDER, DEPENDS]])
