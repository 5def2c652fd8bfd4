# SPDX-License-Identifier: MIT
# Configures one case of cases/ in a fresh build tree and lets its expect.cmake judge; called by CTest with -D CASE_....
cmake_minimum_required(VERSION 3.22...4.2)
include("${CMAKE_CURRENT_LIST_DIR}/expectations.cmake")

# A case may choose its generators and cache entries; it runs once for each generator.
set(generators Ninja)
set(definitions "")
if(EXISTS "${CASE_SOURCE}/options.cmake")
  include("${CASE_SOURCE}/options.cmake")
endif()

foreach(generator IN LISTS generators)
  string(REPLACE " " "-" folder "${generator}")
  set(binary "${CASE_BINARY}/${folder}")
  file(REMOVE_RECURSE "${binary}")
  # The file API tells targets, folders and dependencies alike under every generator.
  file(WRITE "${binary}/.cmake/api/v1/query/codemodel-v2" "")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -G "${generator}" -S "${CASE_SOURCE}" -B "${binary}"
      "-DCASE_CHECKOUT=${CASE_CHECKOUT}" "-DCASE_PYTHON=${CASE_PYTHON}" "-DPython3_EXECUTABLE=${CASE_PYTHON}"
      "-DLINTCACHE_EXECUTABLE=${CASE_DRIVER}" "-DLINTCACHE_PYTHON_EXECUTABLE=${CASE_WORKER}"
      --no-warn-unused-cli ${definitions}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  include("${CASE_SOURCE}/expect.cmake")
endforeach()
