// SPDX-License-Identifier: MIT
// What LintCache knows about one linter: a small description, and how to read what it prints.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/subprocess.h"
#include "model/task.h"

namespace lintcache {

// What a tool's verdict about a file depends on, besides its configuration.
enum class Scope {
  self,     // the file's bytes and path
  closure,  // also what its imports resolve to, transitively
};

// Which parts of a footprint (model/footprint.h) a tool of scope `closure` depends on.
struct Parts {
  bool runtime = true;
  bool statements = true;
};

// Where a tool looks for its configuration. All candidates count, present or not: the tool takes the
// first that suits it, so one that appears or vanishes can change every verdict.
struct ConfigPlaces {
  std::vector<std::string_view> upwards;    // in the directory it is started in and in each above
  bool stops_at_home = false;               // on the way up: neither $HOME nor what is above it
  std::vector<std::string_view> in_home;    // relative to $HOME
  std::vector<std::string_view> absolute;
  std::vector<std::string_view> variables;  // environment variables that name a file
};

struct Adapter {
  std::string_view name;          // as in TOOLS, and the name of its program
  std::string_view module;        // the Python package it lives in
  std::string_view distribution;  // as pip names it
  Scope scope = Scope::self;
  Parts parts;                    // only for scope `closure`
  std::vector<std::string_view> environment;  // variables it reads, beside those of Python
  ConfigPlaces config;

  // Python code that runs in place of the tool's program and then runs it; empty where nothing need be done
  // before. In sys.argv it finds what `launcher` of the toolchain has after the interpreter, and `arguments`.
  std::string_view bootstrap;

  // What follows the program's name for one file.
  std::vector<std::string> (*arguments)(const std::string& file);

  // `file` is the path as it was given in the arguments; findings get it without a leading `./`.
  Outcome (*read)(ProcessResult process, const std::string& file);
};

std::span<const Adapter> adapters();

// Nothing for a tool that is not built in.
const Adapter* find_adapter(std::string_view name);

// The program and first arguments that start the tool, given those that its user would start it with.
std::vector<std::string> start_of(const Adapter& adapter, const std::vector<std::string>& launcher);

// How a file of the tree is named to a tool: a leading `-` would be taken for an option.
std::string as_argument(const std::string& file);

}  // namespace lintcache
