# SPDX-License-Identifier: MIT
# Judges the case 317-job-slots.
expect_configured()
foreach(target lint-app lint-app-discover lint-app-pylint)
  file(STRINGS "${binary}/CMakeFiles/${target}.dir/build.make" lines REGEX "manifest\\.json")
  if(NOT lines MATCHES "^\t(\\+|[^\n]*LINTCACHE_MAKE=\\$\\(MAKE\\) )")
    fail("make does not hand its job slots to ${target}: " "${lines}")
  endif()
endforeach()
