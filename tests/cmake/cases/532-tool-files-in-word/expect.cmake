# SPDX-License-Identifier: MIT
# Judges the case 532-tool-files-in-word.
expect_refused(
  [[keyword COMMAND: {files} must be a word of its own, not a part of '--files={files}']])
