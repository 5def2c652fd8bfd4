// SPDX-License-Identifier: MIT
// What the process of a tool was seen to load, read, list and look for: its report as inputs.
//
// observer.py writes the report: fields of bytes, a NUL between two. Each record is a letter and its fields.
//   m name file        a module, and the file that it came from
//   n name directory   a part of a namespace package
//   p directory... ""  a search path; what follows was looked for there
//   i name             a module that was imported, or was to be
//   r file             opened for reading, there or not
//   s path             somebody asked whether it is there, and what it is
//   e path             somebody asked whether it may be executed
//   f directory name   a module of this name was looked for there
//   l directory        listed
//   d event what       something was done whose effects are not seen, such as to start another program
//   g name file asked... ""  a module that the tool followed imports in: its file, with a `/` at its end where it is a
//                      directory, empty where it is the tool's own; and the names of modules that it asked for, each
//                      after a letter: `d` it imports that, `a` that package it lies in, `s` it would import that, but
//                      there is none, `i` types of that came to it in another way
//   o name             a module that is perhaps another one, or none, where other files are looked at
//   x name order       what is said of this module is perhaps something else where files are looked at in this order, as
//                      they are for it alone; the same for all who may share a process, empty where it has to be alone
//   h directory        modules are searched for there, other than the tool's own
//   z ""               the end; without it the report was cut short
// Paths are absolute. Not seen is what compiled code opens and asks by itself.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/input.h"
#include "model/request.h"
#include "tools/toolchain.h"

namespace lintcache {

struct Observation {
  struct Search {
    std::vector<std::string> path;
    std::vector<std::string> names;
  };
  std::map<std::string, std::string> modules;                // name -> file
  std::map<std::string, std::vector<std::string>> portions;  // namespace package -> its directories
  std::vector<Search> searches;
  std::vector<std::string> reads, listings, questions, permissions;
  std::vector<std::pair<std::string, std::string>> finds;  // directory, name

  // Of a tool that tells which module asked for which; see tools/module_graph.h.
  struct Module {
    std::string name, file;
    std::vector<std::string> imports, packages, missing, indirect;
  };
  std::vector<Module> graph;
  std::vector<std::string> uncertain;  // names of modules
  std::map<std::string, std::string> orders;  // by name of a module
  std::vector<std::string> search_path;

  std::string doubt;  // why there may be more that was not seen; empty: all was seen
};

// Nothing where the report is not whole: the process was ended, or replaced itself.
std::optional<Observation> read_observation(std::string_view report);

// Was everything seen that a tool written in Python depends on? Not where it loaded compiled code of the tree.
bool saw_all(const Observation& observation, const Toolchain& toolchain, const Request& request);

// Each once, in a fixed order. Of origin `tool` are modules, the places where another one would have been found, and
// what else lies with the interpreter and its packages; the others are `observed`. Byte code stands for its source.
// `known` are left out: what the tool's task depends on anyway, such as the places of its configuration. Where the tool
// follows the imports of what it looks at, modules that it read are of origin `statement`, and places where it looked
// for others `absent`.
std::vector<TracedInput> observed_inputs(const Observation& observation, const Toolchain& toolchain,
                                         const Request& request, const std::vector<Input>& known = {},
                                         bool follows_imports = false);

}  // namespace lintcache
