# SPDX-License-Identifier: MIT
# Judges the case 140-unknown-tool.
expect_refused(
  [[lint_python_tree\(app\): keyword TOOLS: unknown tool 'pylnt'. The nearest known tool is pylint]])
