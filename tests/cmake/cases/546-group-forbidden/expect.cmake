# SPDX-License-Identifier: MIT
# Judges the case 546-group-forbidden.
expect_refused([[lint_tool\(own\): keyword GROUP: 'fix' cannot name a group]])
