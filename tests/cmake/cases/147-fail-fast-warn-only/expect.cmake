# SPDX-License-Identifier: MIT
# Judges the case 147-fail-fast-warn-only.
expect_refused(
  [[lint_python_tree\(app\): FAIL_FAST and WARN_ONLY contradict each other]])
