# SPDX-License-Identifier: MIT
# Judges the case 545-tools-in-circle.
expect_refused([[lint_python_tree\(app\): tools wait for each other: third -> pylint -> second -> first -> third]])
