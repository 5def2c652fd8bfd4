# SPDX-License-Identifier: MIT
# Judges the case 204-expressions.
expect_configured()
expect_manifest(app python_path [=[["/first dir", "/second", "/late", "", "/"]]=])
expect_manifest(app environment [=[["CONFIG=Debug", "LITERAL=say \"hi\" with \\, a > b", "ONLY_DEBUG=1"]]=])
expect_manifest(app extra_inputs "[\"${CASE_SOURCE}/data/debug.txt\", \"\", \"a\", \"b\"]")
