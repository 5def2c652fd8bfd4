# SPDX-License-Identifier: MIT
# Judges the case 555-tool-configurations.
expect_configured()
foreach(config Debug Release)
  expect_manifest(app lint_tools "{\"mine\": {
    \"command\": [\"${binary}/${config}/program\", \"${config}\", \"{file}\"],
    \"config\": [\"${CASE_SOURCE}/mine-${config}.cfg\"]}}" NAME manifest-${config}.json)
endforeach()
