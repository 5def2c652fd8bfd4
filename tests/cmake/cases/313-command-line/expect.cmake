# SPDX-License-Identifier: MIT
# Judges the case 313-command-line.
expect_configured()
file(READ "${binary}/build.ninja" lines)
foreach(words "lint --manifest ${binary}/lintcache/app/manifest.json" "discover --manifest ${binary}/lintcache/app/manifest.json"
    "lint --manifest ${binary}/lintcache/app/manifest.json --tools pylint")
  string(FIND "${lines}" "${CASE_DRIVER} ${words}\n" place)
  if(place LESS 0)
    fail("build.ninja does not run: " "${words}")
  endif()
endforeach()
