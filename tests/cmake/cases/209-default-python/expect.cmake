# SPDX-License-Identifier: MIT
# Judges the case 209-default-python.
expect_configured()
execute_process(COMMAND "${CASE_PYTHON}" -c "import sys; print(sys.executable)"
  OUTPUT_VARIABLE real OUTPUT_STRIP_TRAILING_WHITESPACE)
expect_manifest(app python "${real}")
expect_manifest(app tools [=[["flake8", "pylint"]]=])
