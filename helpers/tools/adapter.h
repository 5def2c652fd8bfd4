// SPDX-License-Identifier: MIT
// What LintCache knows about one linter: a small description, and how to read what it prints.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/subprocess.h"
#include "model/request.h"
#include "model/task.h"

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

// What a process of the tool is about, as its command line says it.
struct Subject {
  std::string file;                // relative to the tree; empty where it is about several
  std::vector<std::string> files = {};  // of a batch, or all files of the tree for a task on the whole tree
  std::string source_dir = "{source_dir}";  // as it stands in keys, which are the same in every clone
  std::string output = "{output}";          // a file that the tool may write its report to
};

struct Adapter {
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

  // Python statements, with modules to import mostly, for an interpreter that then starts many processes of the tool
  // by forking (tools/server.py). Nothing in them may be about a file or the tree. Empty: it is not worth that.
  std::string_view warm;

  // What a declared tool sets for itself, VAR=VALUE.
  std::vector<std::string> own_environment;

  // What follows the program's name; for a tool without a Python module, the program's name too.
  std::function<std::vector<std::string>(const Subject&)> arguments;

  // The same for repairing a file in place, as far as the tool can; empty where it cannot. It ends with status 0, or with
  // 1 where findings are left that it has no mend for.
  std::function<std::vector<std::string>(const Subject&)> fix;
  int fix_turn = 0;  // of the tools that repair one file, who works on it first: the smaller

  // Findings get the path of the file as it is in the tree, without a leading `./`.
  std::function<Outcome(ProcessResult process, const Subject&)> read;

  // How many files one process may be given at most; their nearest places of configuration are the same (see
  // ConfigPlaces::beside). 1: a process knows one file only.
  size_t batch = 1;

  // Whether its work is much the same for some files as for all, so that cutting a batch multiplies it.
  bool undivided = false;

  // Files for which it says the same may share a process; empty: all may. `exists` takes paths as `file` is one:
  // relative to the tree.
  std::function<std::string(const std::string& file, const std::function<bool(const std::string& path)>& exists)> group;

  // Does this configuration, the contents of all places of it, let a verdict depend on which files a process is given?
  std::function<bool(const std::vector<std::string>& configuration)> runs_alone;

  // What a process said about each of `files`, in their order: the very outcomes that `read` gives where each file has
  // a process of its own, but for the time it took. Nothing where that cannot be told; then each gets its own.
  std::function<std::optional<std::vector<Outcome>>(const ProcessResult& process, const Subject&)> read_batch;
};

// Is it told to report what it reads?
inline bool is_watched(const Adapter& adapter) { return !adapter.bootstrap.empty(); }

// Does it depend on what importing the file loads, unless what it was seen to read is all?
inline bool asks_for_footprint(const Adapter& adapter) {
  return adapter.scope == Scope::closure && (adapter.parts.runtime || adapter.parts.statements);
}

std::span<const Adapter> adapters();

// Nothing for a tool that is not built in.
const Adapter* find_adapter(std::string_view name);

// All tools that the request may name: the built-in ones, then those it declares, whose declarations
// were checked (tools/declared_tool.h). One of a built-in tool's name stands in its place.
std::vector<Adapter> adapters_of(const Request& request);

// The program and first arguments that start the tool, given those that its user would start it with. Where the
// adapter has a bootstrap, the command is to want a report (base/subprocess.h).
std::vector<std::string> start_of(const Adapter& adapter, const std::vector<std::string>& launcher);

// How a file of the tree is named to a tool: a leading `-` would be taken for an option.
std::string as_argument(const std::string& file);

}  // namespace lintcache
