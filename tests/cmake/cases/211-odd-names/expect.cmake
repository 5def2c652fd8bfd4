# SPDX-License-Identifier: MIT
# Judges the case 211-odd-names.
expect_configured()
set(odd "${binary}/a b+c#d$e'f,ü>日本")
expect_manifest(app-1.0+x_y source_dir "${odd}")
expect_manifest(app-1.0+x_y python_path "[\"${odd}/lib (x)\"]")
expect_manifest(app-1.0+x_y extra_inputs "[\"${odd}/in put\"]")
expect_manifest(app-1.0+x_y merged_log "${odd}/all.log")
expect_target(lint-app-1.0+x_y)
