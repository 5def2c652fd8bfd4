# SPDX-License-Identifier: MIT
# A second copy in one build is turned down with both places named (checklist item 6).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

set(helpers "-DLINTCACHE_EXECUTABLE=${PREFIX}/bin/lintcache" "-DLINTCACHE_PYTHON_EXECUTABLE=${PREFIX}/bin/lintcache-python")
set(copy "${WORK}/second copy")
file(REMOVE_RECURSE "${copy}")
file(COPY "${PREFIX}/" DESTINATION "${copy}")

# Two installed ones; one built here and one installed; one installed and one built here; two built here.
configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
  "-DCONSUMER_SECOND_PREFIX=${copy}")
expect_refused("This build already uses LintCache 0\\.1\\.0 in .*moved prefix" "second copy/share/cmake/LintCache holds a second copy")
configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=add_subdirectory ${helpers} "-DCONSUMER_SECOND_PREFIX=${copy}")
expect_refused("This build already uses LintCache 0\\.1\\.0 in ${CHECKOUT_REGEX}" "second copy/share/cmake/LintCache holds a second copy")
configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=find_package "-DLintCache_ROOT=${PREFIX}"
  "-DCONSUMER_SECOND_SOURCE=${CHECKOUT}")
expect_refused("this build already uses LintCache 0\\.1\\.0 in .*moved prefix" "${CHECKOUT_REGEX} holds a second copy")
configure_consumer("${WORK}/${MODE}" Ninja -DCONSUMER_MODE=add_subdirectory ${helpers} "-DCONSUMER_SECOND_SOURCE=${CHECKOUT}")
expect_refused("this build already uses LintCache 0\\.1\\.0 in ${CHECKOUT_REGEX}")
