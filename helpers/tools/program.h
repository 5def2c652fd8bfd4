// SPDX-License-Identifier: MIT
// The program that a declared tool's first word names, and the files that it stands for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/input.h"

namespace lintcache {

// Where a program is looked for.
struct ProgramPlaces {
  std::string python;      // the interpreter that lints; its neighbours come first
  std::string path;        // PATH, as the tool gets it
  std::string source_dir;  // what is relative is taken from here, where tools run
};

struct Program {
  std::string path;                // absolute
  std::vector<std::string> files;  // itself and the interpreters; with another PATH they may be others
  std::vector<Input> inputs;       // its content, that of the interpreters that its `#!` lines name, and the places
                                   // where another one would have been taken, had it been there
};

// `declared` is the first word of its command; `{source_dir}` in it is replaced. One with a `/` is a path; others are
// looked for. An error says that the program of `tool` is not installed.
Result<Program> find_program(const std::string& tool, const std::string& declared, const ProgramPlaces& places);

}  // namespace lintcache
