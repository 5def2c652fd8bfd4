// SPDX-License-Identifier: MIT
// What is known of a linter before it looks at anything: who it is, what its verdicts depend on, where its configuration lies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

// What a tool's verdict about a file depends on, besides its configuration.
enum class Scope {
  self,     // the file's bytes and path
  self_fs,  // also which files lie beside it and above it
  closure,  // also what its imports resolve to, transitively
  tree,     // every file of the tree
  trace,    // what its process was seen to ask of the system
};

// What one task of a tool is about.
enum class Unit { file, tree };

// Which parts of a footprint (model/footprint.h) a tool of scope `closure` depends on. None: it is watched, and only
// what was seen counts.
struct Parts {
  bool runtime = true;
  bool statements = true;
};

// What a tool reads of each file of one name, where that is not all of it: sections of an INI file, in which a final
// `*` stands for any rest and case is no matter, or keys of a TOML file with the dots between them.
struct ConfigSections {
  std::string file;                   // without directories; `.toml` is TOML, all others are INI files
  std::vector<std::string> sections;  // in lower case where it is an INI file
};

// Where a tool looks for its configuration. All candidates count, present or not: the tool takes the
// first that suits it, so one that appears or vanishes can change every verdict.
struct ConfigPlaces {
  std::vector<std::string> upwards;    // in the directory it is started in and in each above
  bool stops_at_home = false;          // on the way up: neither $HOME nor what is above it
  std::vector<std::string> in_home;    // relative to $HOME
  std::vector<std::string> absolute;
  std::vector<std::string> variables;  // environment variables that name a file
  std::vector<std::string> beside = {};  // in the file's own directory and in each above it, up to the tree's top: for
                                         // a tool that looks from its argument, not from where it is started
  std::vector<ConfigSections> sections = {};  // of all other files, all counts
  // Keys of TOML files, for a tool that is not seen to read: what `extends` names is configuration as well, and in the
  // directories that `roots` names the tool looks for modules, as it does beside such a file and in `src` there.
  std::string extends = {}, roots = {};
};

struct ToolFacts {
  std::string name;          // as in TOOLS, and the name of its program
  std::string module;        // the Python package it lives in; empty where it is no Python program
  std::string distribution;  // as pip names it
  std::vector<std::string> companions;    // distributions that it loads, whether its own says so or not
  std::vector<std::string> entry_points;  // groups of entry points by which other distributions plug into it
  Scope scope = Scope::self;
  Unit unit = Unit::file;
  Parts parts;                           // only for scope `closure`
  std::vector<std::string> environment;  // variables it reads, beside those of Python
  std::vector<std::string> code_in_config;  // what in its configuration makes it run code that may read others
  ConfigPlaces config;
  bool asks_mode = false;                // not being watched, it asks whether anybody may execute the file
  bool always = false;                   // never reuse an outcome
  bool by_default = false;               // used where nobody says which tools to use
  std::vector<std::string> after;        // tools to run before it

  // Python code that runs in place of the tool's program and then runs it; empty where nothing need be done
  // before. In sys.argv it finds k_report_descriptor, what `launcher` of the toolchain has after the interpreter, and
  // `arguments`. It reports as tools/observation.h says.
  std::string_view bootstrap;

  // What a declared tool sets for itself, VAR=VALUE.
  std::vector<std::string> own_environment;
};

// Is it told to report what it reads?
inline bool is_watched(const ToolFacts& tool) { return !tool.bootstrap.empty(); }

// Does it depend on what importing the file loads, unless what it was seen to read is all?
inline bool asks_for_footprint(const ToolFacts& tool) {
  return tool.scope == Scope::closure && (tool.parts.runtime || tool.parts.statements);
}

// The program and first arguments that start the tool, given those that its user would start it with. Where the
// adapter has a bootstrap, the command is to want a report (base/subprocess.h).
std::vector<std::string> start_of(const ToolFacts& tool, const std::vector<std::string>& launcher);

}  // namespace lintcache
