# SPDX-License-Identifier: MIT
# Judges the case 206-configurations.
expect_configured()
expect_manifest(app state_dir "${binary}/lintcache/app/Debug" NAME manifest-Debug.json)
expect_manifest(app state_dir "${binary}/lintcache/app/Release" NAME manifest-Release.json)
expect_manifest(app environment [=[["CONFIG=Debug", "DEBUG=1"]]=] NAME manifest-Debug.json)
expect_manifest(app environment [=[["CONFIG=Release", ""]]=] NAME manifest-Release.json)
if(EXISTS "${binary}/lintcache/app/manifest.json")
  fail("a manifest without a configuration")
endif()
