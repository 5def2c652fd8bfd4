# SPDX-License-Identifier: MIT
# The moved package in a project without languages, from a sibling directory (checklist items 1, 2, 3, 7, 14).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

foreach(generator IN LISTS generators)
  set(binary "${WORK}/${MODE} a+b $c é ${generator}")
  configure_consumer("${binary}" "${generator}" -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}")
  expect_configured()
  expect_finding("${binary}")
  file(GLOB programs "${binary}/programs-*.txt")
  list(GET programs 0 programs)
  file(READ "${programs}" text)
  if(NOT text STREQUAL "${PREFIX}/bin/lintcache\n${PREFIX}/bin/lintcache-python\n")
    message(SEND_ERROR "the programs are not those of the moved prefix: ${text}")
  endif()
endforeach()
