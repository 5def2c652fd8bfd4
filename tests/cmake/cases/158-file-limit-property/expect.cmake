# SPDX-License-Identifier: MIT
# Judges the case 158-file-limit-property.
expect_refused(
  [[lint_python_tree\(app\): target property LINTCACHE_IMPORT_FILE_LIMIT: '1048577' is no number of MiB]])
