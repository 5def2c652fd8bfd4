# SPDX-License-Identifier: MIT
# Judges the case 205-plain-text.
expect_configured()
expect_manifest(app exclude [=[["a,b", "c>d", "e\"f", "g\\h", "i j", "$k", "#l", "'m'", "n%o", "p&q"]]=])
expect_manifest(app environment [=[["A=1;2;;3", "B=a,b>c", "C=\"q\"", "D=\\\\x", "E=tab\there", "F=ä", "G="]]=])
