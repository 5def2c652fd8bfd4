# SPDX-License-Identifier: MIT
# Judges the case 552-tool-program-target.
expect_configured()
expect_manifest(app lint_tools "{\"early\": {\"command\": [\"${binary}/later\", \"--flag\", \"{file}\"]}}")
expect_manifest(lib lint_tools
  "{\"other\": {\"command\": [\"/opt/bin/imported\", \"{file}\", \"notes\", \"${binary}/below/helper\"]}}")
foreach(target lint-app lint-app-early lint-app-flake8 lint-app-discover)
  expect_target(${target} DEPENDS later)
endforeach()
expect_target(lint-lib-other DEPENDS helper)
