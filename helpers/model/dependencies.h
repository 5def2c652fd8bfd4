// SPDX-License-Identifier: MIT
// What one file depends on, as users look at it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/import_report.h"
#include "model/input.h"

namespace lintcache {

struct Dependency {
  Origin origin = Origin::runtime;
  std::string path;    // absolute; for `absent` the directory with the name that was looked for in it
  std::string module;  // dotted; empty for what is no module
  auto operator<=>(const Dependency&) const = default;
};

struct FileDependencies {
  std::string file;  // relative to the source tree
  ImportOutcome outcome = ImportOutcome::imported;
  std::string exception;  // of the import; see ImportedFile for this and the next two
  std::string way;
  std::string output;
  std::vector<Dependency> footprint;            // sorted, each once; the file itself is one of them
  std::vector<std::vector<std::string>> cycles;  // modules, the first one last again
};

// A file that depends on another one.
struct Dependent {
  std::string file;       // relative to the source tree
  bool imports = false;   // the other is loaded when this is imported
  bool mentions = false;  // import statements lead to it, run or not
};

// The modules by way of which a file comes to one of them, both ends included.
struct ImportChain {
  std::vector<std::string> names;  // empty where it does not
  bool runs = false;  // importing the file goes this way; else only statements do that it does not run
};

}  // namespace lintcache
