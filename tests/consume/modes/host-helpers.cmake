# SPDX-License-Identifier: MIT
# A cross build takes its helpers from two variables, and then compiles none (checklist item 8).
include("${CMAKE_CURRENT_LIST_DIR}/../support.cmake")

# Each way to nest LintCache, under every generator, without compiling anything (checklist item 1).
foreach(generator IN LISTS generators)
  foreach(way add_subdirectory FetchContent)
    set(binary "${WORK}/${MODE} ${way} ${generator}")
    configure_consumer("${binary}" "${generator}" -DCONSUMER_MODE=${way} -DCMAKE_SYSTEM_NAME=Generic
      -DCMAKE_CXX_COMPILER=/nowhere/c++
      "-DLINTCACHE_EXECUTABLE=${PREFIX}/bin/lintcache" "-DLINTCACHE_PYTHON_EXECUTABLE=${PREFIX}/bin/lintcache-python")
    expect_configured()
    expect_finding("${binary}")
  endforeach()
endforeach()
