# SPDX-License-Identifier: MIT
# Judges the case 533-tool-file-and-files.
expect_refused(
  [[keyword COMMAND names {file} and {files}, which contradict each other]])
