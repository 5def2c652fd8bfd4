# SPDX-License-Identifier: MIT
# Judges the case 534-tool-no-program.
expect_refused(
  [[keyword COMMAND begins with {file}. It begins with the program to run]])
