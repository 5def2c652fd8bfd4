# SPDX-License-Identifier: MIT
# Exactly the files of the golden list are installed (checklist item 6), and none knows where it was built (item 2).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

file(GLOB_RECURSE files LIST_DIRECTORIES OFF RELATIVE "${PREFIX}" "${PREFIX}/*")
# The name of one file ends in the build's configuration.
list(TRANSFORM files REPLACE "LintCachePrograms-[a-z]+\\.cmake" "LintCachePrograms-<config>.cmake")
list(SORT files)
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../installed_files.txt" golden REGEX "^[^#]")
list(SORT golden)
if(NOT files STREQUAL golden)
  string(REPLACE ";" "\n  " files "${files}")
  string(REPLACE ";" "\n  " golden "${golden}")
  message(SEND_ERROR "installed:\n  ${files}\nexpected:\n  ${golden}")
endif()

file(GLOB_RECURSE texts "${PREFIX}/share/*")
foreach(text IN LISTS texts)
  file(READ "${text}" content)
  foreach(place "${BUILD}" "${CHECKOUT}" "${STAGE}")
    string(FIND "${content}" "${place}" found)
    if(NOT found EQUAL -1)
      message(SEND_ERROR "${text} mentions ${place}")
    endif()
  endforeach()
endforeach()
