# SPDX-License-Identifier: MIT
# Tools that a project declares itself: the function lint_tool, what it remembers, and how a manifest says it.

#[=======================================================================[.rst:
.. command:: lint_tool

  .. versionadded:: 0.1

  Declare a linter of the project's own::

    lint_tool(<name> COMMAND <arg>...
      [SCOPE <self|self+fs|closure|tree|trace>]
      [CONFIG <file>...] [ENVIRONMENT <VAR=VALUE>...]
      [FINDINGS_EXIT <n>...] [PATTERN <regex>]
      [ALWAYS] [GROUP <name>] [BEFORE <tool>...] [AFTER <tool>...]
      [GIVES <word>...] [NEEDS <word>...])

  Calls of :command:`lint_python_tree` that follow, in any directory, may name it in ``TOOLS``; nothing else makes it run.

  ``<name>``
    A letter or ``_``, then letters, digits, ``_`` and ``-``.  ``tree``, ``discover`` and ``fix`` are taken.  The name of a built-in tool
    puts this one in its place.

  ``COMMAND``
    The command line; it runs in the tree.  In each word ``{file}`` becomes the file, relative to the tree,
    ``{source_dir}`` the tree, and ``{output}`` a path that the tool may write its report to, which is then read instead of
    what it prints.  A word that is just ``{files}`` becomes one word for each file, and the tool runs once for the
    whole tree; so does a command without ``{file}``.  ``{list}`` becomes the path of a file with the names of all files, one a
    line, for a tool that takes such a list and a tree whose names are too many for a command line (``@{list}``).  A program without ``/`` is looked for beside the interpreter, then in
    ``PATH``; the file that is found is something the verdict depends on.  A word that names an executable target of
    the project is that target's file, and the tree's targets depend on it.

  ``SCOPE``
    What a verdict depends on besides the command, ``CONFIG`` and ``ENVIRONMENT``: ``self``, the file alone; ``self+fs``,
    also which files there are; ``closure``, also all that the file imports; ``tree``, the default, every file of the tree.
    ``trace`` is for a tool of which that is not known: it runs under a tracer (Linux), a process for each file, and what
    it and its children read, listed, asked for and looked for in vain is what the verdict depends on, with all variables
    that it gets, wherever those files lie.  A verdict that nobody can vouch for, because the tool connects to something, reads
    what it then changes, or leaves a process behind, is shown and not kept; ``lintcache why`` says why.  That a file has
    another time is no reason to run.  What the tool writes besides its findings is not put back.

  ``CONFIG``
    Files that the tool reads, there or not.  Relative paths count from the current source directory.

  ``ENVIRONMENT``
    Variables for this tool alone.

  ``FINDINGS_EXIT``
    Exit statuses that mean findings, 1 to 255.  Default: 1.  Status 0 is clean, every other means that the tool broke.

  ``PATTERN``
    A regular expression (ECMAScript) that matches a line which is a finding, with the groups ``(?<file>..)``,
    ``(?<line>..)``, ``(?<column>..)``, ``(?<severity>..)``, ``(?<rule>..)`` and ``(?<text>..)``, as many of them as there
    are.  Without it, a run with findings is one finding: the first line of its output.

  ``ALWAYS``
    Run it each time; no verdict is kept.

  ``GROUP``
    A name that ``BEFORE``, ``AFTER`` and the ``TOOLS`` of :command:`lint_python_tree` may use for all tools of the group that
    were declared before.  It is made as a tool's name is.  The target ``lint-<tree>-<group>`` runs those of the tree.

  ``BEFORE``, ``AFTER``
    Built-in tools, or tools or groups that were declared before, that run after it, or before it, where the tree has
    them.  It changes the order only: no tool runs because of it, and none is kept from running.

  ``GIVES``, ``NEEDS``
    Words of the project's choice for what is known once a tool has run.  Who needs a word runs after all tools of the tree
    that give it, declared before or later; where one of them broke on a file, or on the tree, the tool is not run on
    that file, and the summary counts it as not run.  Findings keep nobody from running.

  Tools of one tree that wait for each other are an error at the end of the configuration, which names their circle.

  ``COMMAND``, ``CONFIG`` and ``ENVIRONMENT`` take generator expressions; a list inside one counts as several values,
  unless the word of the command holds a semicolon besides.
#]=======================================================================]

include_guard(GLOBAL)
cmake_policy(VERSION 3.22...4.2)

# The tools that TOOLS may name: built-in ones, and those declared until now.
function(_lintcache_known_tools out)
  _lintcache_builtin_tools(tools)
  get_property(own GLOBAL PROPERTY _LINTCACHE_OWN_TOOLS)
  set(${out} ${tools} ${own} PARENT_SCOPE)
endfunction()

function(lint_tool)
  list(APPEND CMAKE_MESSAGE_CONTEXT lint_tool)
  set(_lintcache_function lint_tool)
  set(_lintcache_call "lint_tool")
  if(ARGC EQUAL 0)
    _lintcache_refuse("the first argument, the tool's name, is missing.")
  endif()
  set(name "${ARGV0}")
  _lintcache_check_tool_name("${name}")
  string(APPEND _lintcache_call "(${name})")
  _lintcache_read_call()

  if(NOT DEFINED arg_COMMAND)
    _lintcache_refuse("keyword COMMAND is missing. It is the command line that runs the tool.")
  endif()
  if(DEFINED arg_SCOPE)
    _lintcache_check_choice(SCOPE "${arg_SCOPE}" self self+fs closure tree trace)
  endif()
  if(arg_PATTERN MATCHES "\\$<")
    _lintcache_refuse("PATTERN takes no generator expression.")
  endif()
  _lintcache_check_exit_statuses("${arg_FINDINGS_EXIT}")
  _lintcache_check_order(AFTER "${arg_AFTER}")
  _lintcache_check_order(BEFORE "${arg_BEFORE}")
  _lintcache_check_words("${arg_GROUP}" ${arg_GIVES} ${arg_NEEDS})
  _lintcache_split_values(COMMAND "${arg_COMMAND}" arg_COMMAND)
  _lintcache_check_command("${arg_COMMAND}")
  set(value_ENVIRONMENT "${arg_ENVIRONMENT}")
  _lintcache_settle_environment()
  set(arg_ENVIRONMENT "${value_ENVIRONMENT}")
  _lintcache_absolute_list(CONFIG "${arg_CONFIG}" "${CMAKE_CURRENT_SOURCE_DIR}" arg_CONFIG)

  set_property(GLOBAL APPEND PROPERTY _LINTCACHE_OWN_TOOLS ${name})
  _lintcache_keywords(ALL keywords)
  foreach(keyword IN LISTS keywords)
    if(DEFINED arg_${keyword})
      set_property(GLOBAL PROPERTY _LINTCACHE_TOOL_${name}_${keyword} "${arg_${keyword}}")
    endif()
  endforeach()
  # Imported programs may be seen only in this directory.
  foreach(word IN LISTS arg_COMMAND)
    _lintcache_is_program("${word}" is_program)
    if(is_program)
      set_property(GLOBAL APPEND PROPERTY _LINTCACHE_TOOL_${name}_PROGRAMS "${word}")
    endif()
  endforeach()
endfunction()

# A name that manifests, files, lists of tools and targets can hold, and that no other tool has.
function(_lintcache_check_tool_name name)
  _lintcache_keywords(ALL keywords)
  if(name IN_LIST keywords)
    _lintcache_refuse("the first argument is the tool's name, not the keyword ${name}.")
  endif()
  if(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_-]*$" OR name MATCHES "^(tree|discover|fix)$")
    _lintcache_refuse("'${name}' cannot name a tool. A name starts with a letter or '_' and goes on with letters, digits, "
      "'_' and '-'; 'tree', 'discover' and 'fix' are taken.")
  endif()
  get_property(own GLOBAL PROPERTY _LINTCACHE_OWN_TOOLS)
  _lintcache_known_groups(groups)
  if(name IN_LIST groups)
    _lintcache_refuse("'${name}' is the name of a group of tools. Give this tool another one.")
  endif()
  if(name IN_LIST own)
    _lintcache_refuse("the tool '${name}' is declared already. Give this one another name.")
  endif()
endfunction()

function(_lintcache_check_exit_statuses statuses)
  set(seen "")
  foreach(status IN LISTS statuses)
    if(NOT status MATCHES "^[1-9][0-9]*$" OR status GREATER 255)
      _lintcache_refuse("keyword FINDINGS_EXIT: '${status}' is no exit status of a tool with findings; it takes whole numbers "
        "from 1 to 255.")
    endif()
    if(status IN_LIST seen)
      _lintcache_refuse("keyword FINDINGS_EXIT: the status ${status} is named twice.")
    endif()
    list(APPEND seen ${status})
  endforeach()
endfunction()

# Places in a command that contradict each other, as helpers/discovery/declarations.cpp has them.
function(_lintcache_check_command words)
  set(places "")
  foreach(word IN LISTS words)
    if(word MATCHES "{files}" AND NOT word STREQUAL "{files}")
      _lintcache_refuse("keyword COMMAND: {files} must be a word of its own, not a part of '${word}'.")
    endif()
    string(REGEX MATCHALL "{[a-z_]+}" found "${word}")
    if(places STREQUAL "" AND found MATCHES "{(file|files|list|output)}")
      _lintcache_refuse("keyword COMMAND begins with ${word}. It begins with the program to run.")
    endif()
    list(APPEND places word ${found})
  endforeach()
  foreach(all IN ITEMS "{files}" "{list}")
    if("{file}" IN_LIST places AND "${all}" IN_LIST places)
      _lintcache_refuse("keyword COMMAND names {file} and ${all}, which contradict each other: with {file} the tool runs for "
        "each file, with ${all} once for all.")
    endif()
  endforeach()
endfunction()

function(_lintcache_is_program word out)
  set(${out} OFF PARENT_SCOPE)
  if(TARGET "${word}")
    get_target_property(type "${word}" TYPE)
    if(type STREQUAL "EXECUTABLE")
      set(${out} ON PARENT_SCOPE)
    endif()
  endif()
endfunction()

# The command line of tool NAME with targets as their files, and the targets that its words name.
function(_lintcache_own_command name out_words out_targets)
  get_property(words GLOBAL PROPERTY _LINTCACHE_TOOL_${name}_COMMAND)
  get_property(programs GLOBAL PROPERTY _LINTCACHE_TOOL_${name}_PROGRAMS)
  set(command "")
  set(targets "")
  foreach(word IN LISTS words)
    _lintcache_is_program("${word}" is_program)
    if(is_program OR word IN_LIST programs)
      list(APPEND targets "${word}")
      set(word "$<TARGET_FILE:${word}>")
    else()
      string(REGEX MATCHALL "\\$<TARGET_[A-Z_]+:[^<>,;]+" mentions "${word}")
      foreach(mention IN LISTS mentions)
        string(REGEX REPLACE "^.*<TARGET_[A-Z_]+:" "" mention "${mention}")
        if(TARGET "${mention}")
          list(APPEND targets "${mention}")
        endif()
      endforeach()
    endif()
    string(REPLACE ";" "\\;" word "${word}")
    list(APPEND command "${word}")
  endforeach()
  list(REMOVE_DUPLICATES targets)
  set(${out_words} "${command}" PARENT_SCOPE)
  set(${out_targets} "${targets}" PARENT_SCOPE)
endfunction()

# The declared tools among the caller's value_TOOLS.
function(_lintcache_own_tools out)
  get_property(own GLOBAL PROPERTY _LINTCACHE_OWN_TOOLS)
  set(tools "")
  foreach(tool IN LISTS value_TOOLS)
    if(tool IN_LIST own)
      list(APPEND tools ${tool})
    endif()
  endforeach()
  set(${out} "${tools}" PARENT_SCOPE)
endfunction()

# Has further arguments, the targets of a tree, wait for the programs that its declared tools run.
function(_lintcache_depend_on_own_programs)
  _lintcache_own_tools(tools)
  foreach(tool IN LISTS tools)
    _lintcache_own_command(${tool} words programs)
    foreach(target IN LISTS ARGN)
      foreach(program IN LISTS programs)
        add_dependencies(${target} "${program}")
      endforeach()
    endforeach()
  endforeach()
endfunction()

# A JSON array of the words of a command. In a word that holds a semicolon of its own an expression's list cannot be
# told apart from it, so it stays one word.
function(_lintcache_json_command words out)
  set(elements "")
  set(comma "")
  foreach(word IN LISTS words)
    set(plain "${word}")
    while(plain MATCHES "\\$<[^<>]*>")
      string(REPLACE "${CMAKE_MATCH_0}" "" plain "${plain}")
    endwhile()
    if(plain MATCHES ";")
      _lintcache_json_escape("${word}" text)
      string(APPEND elements "${comma}\"${text}\"")
    else()
      string(REPLACE ";" "\\;" word "${word}")
      _lintcache_json_list("${word}" text)
      string(REGEX REPLACE "^.(.*).$" "\\1" text "${text}")
      string(APPEND elements "${comma}${text}")
    endif()
    set(comma ", ")
  endforeach()
  set(${out} "[${elements}]" PARENT_SCOPE)
endfunction()

# The JSON object of one tool. BEFORE, AFTER and NEEDS keep what the tree has, as nothing else can come before or after.
function(_lintcache_own_tool_json name out)
  foreach(keyword SCOPE PATTERN CONFIG ENVIRONMENT FINDINGS_EXIT ALWAYS GROUP AFTER BEFORE GIVES NEEDS)
    get_property(${keyword} GLOBAL PROPERTY _LINTCACHE_TOOL_${name}_${keyword})
  endforeach()
  _lintcache_own_command(${name} words targets)
  _lintcache_json_command("${words}" command)
  set(text "\"command\": ${command}")
  if(SCOPE)
    string(APPEND text ", \"scope\": \"${SCOPE}\"")
  endif()
  foreach(keyword CONFIG ENVIRONMENT)
    if(NOT "${${keyword}}" STREQUAL "")
      string(TOLOWER ${keyword} key)
      _lintcache_json_list("${${keyword}}" list)
      string(APPEND text ", \"${key}\": ${list}")
    endif()
  endforeach()
  if(NOT "${FINDINGS_EXIT}" STREQUAL "")
    string(REPLACE ";" ", " statuses "${FINDINGS_EXIT}")
    string(APPEND text ", \"findings_exit\": [${statuses}]")
  endif()
  if(NOT "${PATTERN}" STREQUAL "")
    _lintcache_json_escape("${PATTERN}" escaped)
    string(APPEND text ", \"pattern\": \"${escaped}\"")
  endif()
  if(ALWAYS)
    string(APPEND text ", \"always\": true")
  endif()
  if(GROUP)
    string(APPEND text ", \"group\": \"${GROUP}\"")
  endif()
  _lintcache_own_tools(own)
  _lintcache_words_of(GROUP groups ${own})
  _lintcache_words_of(GIVES known_NEEDS ${own})
  set(known_AFTER ${value_TOOLS} ${groups})
  set(known_BEFORE ${known_AFTER})
  set(known_GIVES ${GIVES})
  foreach(keyword AFTER BEFORE GIVES NEEDS)
    set(kept "")
    foreach(word IN LISTS ${keyword})
      if(word IN_LIST known_${keyword})
        list(APPEND kept ${word})
      endif()
    endforeach()
    if(kept)
      string(TOLOWER ${keyword} key)
      _lintcache_json_list("${kept}" list)
      string(APPEND text ", \"${key}\": ${list}")
    endif()
  endforeach()
  set(${out} "{${text}}" PARENT_SCOPE)
endfunction()

# Appends `"lint_tools": {..}` to the caller's `json`, if the tree has any.
function(_lintcache_add_own_tools)
  _lintcache_own_tools(tools)
  if(NOT tools)
    return()
  endif()
  set(members "")
  set(comma "")
  foreach(tool IN LISTS tools)
    _lintcache_own_tool_json(${tool} text)
    string(APPEND members "${comma}\n    \"${tool}\": ${text}")
    set(comma ",")
  endforeach()
  set(json "${json},\n  \"lint_tools\": {${members}\n  }" PARENT_SCOPE)
endfunction()
