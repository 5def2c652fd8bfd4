# SPDX-License-Identifier: MIT
# Judges the case 550-tool-keywords.
expect_configured()
expect_manifest(app tools [=[["black", "isort", "plain"]]=])
expect_manifest(app lint_tools "{
  \"isort\": {\"command\": [\"isort\", \"--check\", \"{file}\"], \"scope\": \"self+fs\"},
  \"plain\": {\"command\": [\"plain\"]},
  \"black\": {
    \"command\": [\"black\", \"--check\", \"--opt=a, b > c\", \"{file}\", \"{source_dir}\", \"{output}\"],
    \"scope\": \"closure\",
    \"config\": [\"${CASE_SOURCE}/pyproject.toml\", \"${CASE_SOURCE}/../shared/Debug.cfg\", \"/etc/black\"],
    \"environment\": [\"A=1\", \"B=two words\", \"CONFIG=Debug\"],
    \"findings_exit\": [1, 123],
    \"pattern\": \"^(?<file>[^:]+):(?<line>\\\\d+): \\\\[(?<rule>\\\\w+)\\\\] \\\"(?<text>.*[];])\\\"\\\\\\\\$\",
    \"always\": true,
    \"after\": [\"isort\"]}}")
# AFTER names only tools that the tree has.
file(READ "${binary}/lintcache/alone/manifest.json" json)
string(JSON black GET "${json}" lint_tools black)
string(JSON count LENGTH "${json}" lint_tools)
expect_equal("tools of the tree 'alone'" ${count} 1)
string(JSON after ERROR_VARIABLE error GET "${black}" after)
expect_equal("AFTER in the tree 'alone'" "${error}" "member 'after' not found")
expect_manifest(none lint_tools ABSENT)
