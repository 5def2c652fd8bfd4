# SPDX-License-Identifier: MIT
# Judges the case 132-directory-built.
expect_configured()
expect_manifest(app source_dir "${binary}/made")
