# SPDX-License-Identifier: MIT
# Judges the case 190-inference-unknown.
expect_refused(
  [[lint_python_tree\(app\): keyword INFERENCE: 'lazy' is none of its values. The nearest one is]]
  [[Known are: needed, always]])
