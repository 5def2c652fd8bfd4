// SPDX-License-Identifier: MIT
// How a linter is run: its command lines, its lint server, which files may share a process.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/subject.h"

namespace lintcache {

struct ToolCommand {
  // Python statements, with modules to import mostly, for an interpreter that then starts many processes of the tool
  // by forking (tools/server.py). Nothing in them may be about a file or the tree. Empty: it is not worth that.
  std::string_view warm;

  // What follows the program's name; for a tool without a Python module, the program's name too.
  std::function<std::vector<std::string>(const Subject&)> arguments;

  // The same for repairing a file in place, as far as the tool can; empty where it cannot. It ends with status 0, or with
  // 1 where findings are left that it has no mend for.
  std::function<std::vector<std::string>(const Subject&)> fix;
  int fix_turn = 0;  // of the tools that repair one file, who works on it first: the smaller

  // How many files one process may be given at most; their nearest places of configuration are the same (see
  // ConfigPlaces::beside). 1: a process knows one file only.
  size_t batch = 1;

  // How many files are worth a process of their own, once there is one for each slot.
  size_t worth_a_process = 8;

  // Whether its work is much the same for some files as for all, so that cutting a batch multiplies it.
  bool undivided = false;

  // Files for which it says the same may share a process; empty: all may. `exists` takes paths as `file` is one:
  // relative to the tree.
  std::function<std::string(const std::string& file, const std::function<bool(const std::string& path)>& exists)> group;

  // Does this configuration, the contents of all places of it, let a verdict depend on which files a process is given?
  std::function<bool(const std::vector<std::string>& configuration)> runs_alone;
};

}  // namespace lintcache
