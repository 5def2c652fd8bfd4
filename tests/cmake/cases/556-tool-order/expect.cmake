# SPDX-License-Identifier: MIT
# Judges the case 556-tool-order.
expect_configured()
expect_manifest(app lint_tools "{
  \"quick\": {\"command\": [\"quick\", \"{file}\"], \"group\": \"fast\", \"before\": [\"pylint\"], \"gives\": [\"parsed\"]},
  \"deep\": {\"command\": [\"deep\", \"{file}\"], \"after\": [\"fast\"], \"needs\": [\"parsed\"]}}")
expect_manifest(alone lint_tools "{\"deep\": {\"command\": [\"deep\", \"{file}\"]}}")
