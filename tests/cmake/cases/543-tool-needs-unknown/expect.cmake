# SPDX-License-Identifier: MIT
# Judges the case 543-tool-needs-unknown.
expect_refused([[lint_tool\(black\): keyword NEEDS: no tool gives 'types'. Given are: later]])
