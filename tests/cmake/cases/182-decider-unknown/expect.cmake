# SPDX-License-Identifier: MIT
# Judges the case 182-decider-unknown.
expect_refused(
  [[lint_python_tree\(app\): keyword DECIDER: 'timestamp' is none of its values. The nearest one is]]
  [[Known are: content-timestamp, content]])
