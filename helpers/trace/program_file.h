// SPDX-License-Identifier: MIT
// What starts together with a program, and what it is allowed besides: read from its file.
#pragma once

#include <string>
#include <vector>

namespace lintcache {

struct ProgramFile {
  std::vector<std::string> helpers;  // absolute: interpreters that `#!` lines name, then the program's loader
  std::string program;               // the last of the interpreters, or the file itself
  bool has_loader = false;           // it is linked at run time
  bool has_rights = false;           // it runs with the rights of its file: a user's, a group's, capabilities
};

// `path` is absolute; what a `#!` line names is taken from `directory`. What cannot be read names nothing.
ProgramFile read_program_file(const std::string& path, const std::string& directory);

}  // namespace lintcache
