# SPDX-License-Identifier: MIT
# Judges the case 401-odd-names-linted.
expect_configured()
expect_build(lint-app-1.0+x RESULT fails OUTPUT "/a b\\+c#d\\$e'f,ü/mo dule.py:1:1: (warning|error): .*\\[F401\\]")
expect_build(lint-app-1.0+x-discover RESULT 0)
