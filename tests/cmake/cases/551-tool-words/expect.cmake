# SPDX-License-Identifier: MIT
# Judges the case 551-tool-words.
expect_configured()
expect_manifest(app lint_tools [==[{
  "shell": {"command": ["sh", "-c", "a \"b\"; c $1 \\d", "x;y", "{file}", "SCORE", "p;q;r"]},
  "several": {"command": ["tool", "one", "two", "--debug", "--more", "", "a", "b", "--x=Debug"]}}]==])
