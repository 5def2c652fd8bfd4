# SPDX-License-Identifier: MIT
# Judges the case 200-defaults.
expect_configured()
expect_manifest(app format 1)
expect_manifest(app name app)
expect_manifest(app source_dir "${CASE_SOURCE}")
expect_manifest(app binary_dir "${binary}")
expect_manifest(app state_dir "${binary}/lintcache/app")
expect_manifest(app python "${CASE_PYTHON}")
expect_manifest(app worker "${CASE_WORKER}")
expect_manifest(app tools [=[["flake8", "pylint"]]=])
expect_manifest(app diagnostic_format gcc)
foreach(key include exclude skip python_path add_source_tree_to_python_path environment extra_inputs jobs fail_fast
    warn_only merged_log import_time_limit import_memory_limit import_process_limit import_file_limit
    linter_time_limit linter_memory_limit linter_output_limit file_size_limit)
  expect_manifest(app ${key} ABSENT)
endforeach()
