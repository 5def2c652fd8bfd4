# SPDX-License-Identifier: MIT
# Judges the case 102-name-invalid.
expect_refused(
  [[lint_python_tree: 'my app' cannot name a tree]])
