# SPDX-License-Identifier: MIT
# LintCache's sources in a project add no cache entry without its prefix, and change no setting (checklist item 5).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

# The same project without LintCache, but with the language that its helpers need.
configure_consumer("${WORK}/alone" Ninja -DCONSUMER_MODE=none -DCONSUMER_LANGUAGES=CXX ${NOT_OPTIMISED})
expect_configured()

foreach(build alone nested)
  file(STRINGS "${WORK}/${build}/CMakeCache.txt" ${build} REGEX "^[^#/][^=]*:[A-Z]+=")
  list(TRANSFORM ${build} REPLACE ":[A-Z]+=.*" "")
endforeach()
list(REMOVE_ITEM nested ${alone})
# CMake makes the entries LintCache_SOURCE_DIR and the like for every project() and enables no way round them.
list(FILTER nested EXCLUDE REGEX "^(LINTCACHE_|LintCache_(SOURCE|BINARY)_DIR$|LintCache_IS_TOP_LEVEL$)")
if(nested)
  message(SEND_ERROR "cache entries that LintCache leaves in a project around it: ${nested}")
endif()

file(READ "${WORK}/alone/surroundings.txt" before)
file(READ "${WORK}/nested/surroundings.txt" after)
if(NOT before STREQUAL after)
  message(SEND_ERROR "LintCache changed the project around it.\n--- before\n${before}--- after\n${after}")
endif()
