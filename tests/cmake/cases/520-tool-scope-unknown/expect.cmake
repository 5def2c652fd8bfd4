# SPDX-License-Identifier: MIT
# Judges the case 520-tool-scope-unknown.
expect_refused(
  [[lint_tool\(black\): keyword SCOPE: 'selff' is none of its values. The nearest one is self.]]
  [[Known are: self, self\+fs, closure, tree, trace]])
