# SPDX-License-Identifier: MIT
# The facts of each generator that LintCache needs, stated once so that no other file asks for a generator's name.
include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)

# Sets in the caller:
#   generator_config       "$<CONFIG>" where one build tree holds several configurations, else empty
#   generator_diagnostics  the line form that the generator's IDE parses: gcc or msvc
#   generator_aggregate    DEPENDENCIES, or COMMANDS where a dependency would pull lint into the default build
#   generator_slots        how make is told that a command shares its job slots: KEYWORD, VARIABLE, or empty where none does
#   generator_pool         name of the pool that lets one driver run at a time, empty where pools do not exist
function(_lintcache_generator_facts)
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(generator_config "")
  if(multi_config)
    set(generator_config "$<CONFIG>")
  endif()
  set(generator_diagnostics gcc)
  set(generator_aggregate DEPENDENCIES)
  set(generator_slots "")
  set(generator_pool "")
  # Untested: Visual Studio reads file(line,col) lines and builds whatever a utility target depends on by default.
  # Xcode needs nothing of its own here, also untested.
  if(CMAKE_GENERATOR MATCHES "^Visual Studio")
    set(generator_diagnostics msvc)
    set(generator_aggregate COMMANDS)
  elseif(CMAKE_GENERATOR MATCHES "^Ninja")
    set(generator_pool lintcache)
  elseif(CMAKE_GENERATOR MATCHES "Makefiles")
    # make closes its pipe for commands that it does not find marked: with `+`, or by $(MAKE) in them.
    set(generator_slots VARIABLE)
    if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.28)
      set(generator_slots KEYWORD)
    endif()
  endif()
  foreach(fact config diagnostics aggregate slots pool)
    set(generator_${fact} "${generator_${fact}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Declares the pool. The JOB_POOLS property hides CMAKE_JOB_POOLS once it is set, so the user's pools are copied first.
function(_lintcache_declare_pool)
  _lintcache_generator_facts()
  if(generator_pool STREQUAL "")
    return()
  endif()
  get_property(given GLOBAL PROPERTY JOB_POOLS SET)
  if(NOT given AND DEFINED CMAKE_JOB_POOLS)
    set_property(GLOBAL PROPERTY JOB_POOLS ${CMAKE_JOB_POOLS})
  endif()
  set_property(GLOBAL APPEND PROPERTY JOB_POOLS ${generator_pool}=1)
endfunction()
