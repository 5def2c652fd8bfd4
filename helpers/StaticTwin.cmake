# SPDX-License-Identifier: MIT
# The archive that lies beside a shared library, for a program that starts often and needs little of the library.
include(CheckCXXSourceCompiles)

# Sets `out` to what to link with: a target made of the archive, where there is one with which `call` links; else `target`.
function(lintcache_static_twin out target header call)
  set(${out} ${target} PARENT_SCOPE)
  get_target_property(library ${target} IMPORTED_LOCATION)
  if(NOT library)
    get_target_property(library ${target} IMPORTED_LOCATION_RELEASE)
  endif()
  string(REGEX REPLACE "\\.so[.0-9]*$" ".a" archive "${library}")
  if(archive STREQUAL library OR NOT EXISTS "${archive}")
    return()
  endif()
  get_target_property(includes ${target} INTERFACE_INCLUDE_DIRECTORIES)
  set(CMAKE_REQUIRED_INCLUDES "${includes}")
  set(CMAKE_REQUIRED_LIBRARIES "${archive}" Threads::Threads ${CMAKE_DL_LIBS} m)
  set(CMAKE_REQUIRED_QUIET ON)
  string(TOUPPER "LINTCACHE_HAS_STATIC_${out}" works)
  check_cxx_source_compiles("#include <${header}>\nint main() { return static_cast<int>(${call}); }" ${works})
  if(${works})
    add_library(${out}_archive STATIC IMPORTED GLOBAL)
    set_target_properties(${out}_archive PROPERTIES IMPORTED_LOCATION "${archive}" INTERFACE_INCLUDE_DIRECTORIES "${includes}"
      INTERFACE_LINK_LIBRARIES "Threads::Threads;${CMAKE_DL_LIBS};m")
    set(${out} ${out}_archive PARENT_SCOPE)
  endif()
endfunction()
