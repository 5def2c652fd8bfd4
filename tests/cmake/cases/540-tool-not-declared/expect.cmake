# SPDX-License-Identifier: MIT
# Judges the case 540-tool-not-declared.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS: unknown tool 'search'. The nearest known tool is]]
  [[Known are: bandit, black, ]])
