# SPDX-License-Identifier: MIT
# Judges the case 541-tool-mistyped.
expect_refused(
  [[unknown tool 'blck'. The nearest known tool is black. Known are: flake8, pylint, black]])
