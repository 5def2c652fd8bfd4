# SPDX-License-Identifier: MIT
# Judges the case 207-skip-linting.
expect_configured()
expect_manifest(app skip "[\"${CASE_SOURCE}/tree/here.py\", \"${CASE_SOURCE}/tree/elsewhere.py\"]")
expect_manifest(all skip
  "[\"${CASE_SOURCE}/tree/here.py\", \"${CASE_SOURCE}/sub/own.py\", \"${CASE_SOURCE}/tree/elsewhere.py\"]")
