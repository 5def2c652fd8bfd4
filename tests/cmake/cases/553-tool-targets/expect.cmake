# SPDX-License-Identifier: MIT
# Judges the case 553-tool-targets.
expect_configured()
foreach(tree app variable)
  expect_target(lint-${tree}-mine)
endforeach()
expect_manifest(variable tools [=[["mine"]]=])
# A keyword goes before a property.
expect_manifest(late tools [=[["flake8"]]=])
expect_manifest(late lint_tools ABSENT)
# Nobody gets a declared tool who does not name it.
expect_manifest(default tools [=[["flake8", "pylint"]]=])
expect_no_target(lint-default-mine)
expect_manifest(app lint_tools "{\"mine\": {\"command\": [\"mine\", \"{files}\"], \"config\": [\"${CASE_SOURCE}/below/mine.cfg\"]}}")
