# SPDX-License-Identifier: MIT
# Judges the case 209-default-python.
expect_configured()
expect_manifest(app python "${binary}/bin/python3")
expect_manifest(app tools [=[["flake8", "pylint"]]=])
