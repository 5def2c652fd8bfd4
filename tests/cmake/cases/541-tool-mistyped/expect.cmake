# SPDX-License-Identifier: MIT
# Judges the case 541-tool-mistyped.
expect_refused(
  [[unknown tool 'serch'. The nearest known tool is search. Known are: bandit, .*, search]])
