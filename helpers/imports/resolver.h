// SPDX-License-Identifier: MIT
// A module's name to the files it stands for, and every place that was or would be looked at for it.
//
// Asks for listings of directories only; candidates are never asked for one by one.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "digest/stat_cache.h"
#include "imports/scanner.h"
#include "model/input.h"

namespace lintcache {

struct SearchPath {
  std::vector<std::string> directories;         // in order; what is no directory gives no module
  std::vector<std::string> extension_suffixes;  // ".cpython-311-x86_64-linux-gnu.so", ..., in order
  std::unordered_set<std::string> builtins;     // these names are looked for nowhere
};

// A file of Python text, under the name it is imported by.
struct ModuleFile {
  std::string path;  // absolute
  std::string name;  // dotted
  bool is_package = false;
  bool operator==(const ModuleFile&) const = default;
};

// What was found under a dotted name.
struct Place {
  std::string name;
  const Place* parent = nullptr;  // none for a name without dots
  bool found = false;
  bool is_package = false;               // it may have submodules
  std::vector<std::string> directories;  // where they are, stubs aside
  std::string stub_directory;            // its part of a `<top>-stubs` package, or empty
  std::vector<Input> inputs;             // what decided, beyond what decided on the parent
  std::vector<ModuleFile> files;         // text to follow: .py, .pyi, both for `__init__` too
};

// What one statement depends on, and where it leads.
struct Resolution {
  std::vector<Input> inputs;      // each once
  std::vector<ModuleFile> files;  // each once, parents first
  bool found = false;             // the module; a name after `import` may be anything in it
};

void drop_repeats(Resolution& resolution);

class Resolver {
 public:
  Resolver(StatCache& disk, SearchPath path);

  // The places that the statement asks for, without their parents: the module, then each name that may
  // be a submodule of it. `found` tells of the module. The pointers stay good.
  std::vector<const Place*> places(const ModuleFile& importer, const ImportStatement& statement,
                                   bool& found);

  Resolution resolve(const ModuleFile& importer, const ImportStatement& statement);

  // Entries of the search path that are files (zip archives): modules in them are not found, but the
  // files are inputs of all that was looked for there.
  [[nodiscard]] const std::vector<std::string>& archives() const { return archives_; }

 private:
  struct Names;
  const Place& locate(std::string_view name, bool& complete);
  const Place& child(const Place* parent, std::string name, std::string_view leaf);
  void search(Place& place, const std::vector<std::string>& directories, const std::string& leaf);
  void search_stubs(Place& place, const std::string& directory, const std::string& leaf);
  void search_stub_packages(Place& place);
  void mark_typed(Place& place, const std::string& directory);
  bool add_module(Place& place, const std::string& directory, const std::string& leaf, bool is_package);
  bool add_file(Place& place, const Names& names, const std::string& suffix, bool is_package);
  Names names_of(const std::string& directory, const std::string& leaf);

  StatCache& disk_;
  SearchPath path_;
  std::vector<std::string> archives_;
  std::unordered_map<std::string, Place> places_;
};

}  // namespace lintcache
