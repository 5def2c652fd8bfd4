# SPDX-License-Identifier: MIT
# Judges the case 504-tool-name-built-in.
expect_configured()
expect_manifest(app lint_tools [=[{"pylint": {"command": ["x", "{file}"]}}]=])
