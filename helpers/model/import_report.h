// SPDX-License-Identifier: MIT
// What the words of an import mean: how a file is brought to run, what became of it, what it depended on.
#pragma once

#include <string>
#include <string_view>

namespace lintcache {

// How the file is brought to run. The values are on the wire: never renumber.
enum class ImportMode {
  module = 0,      // import_module(name), with `root` first on sys.path
  file = 1,        // spec_from_file_location: names that no import statement could say
  statements = 2,  // not executed (setup.py, __main__.py): what its import statements name is imported
};

struct ImportRequest {
  std::string path;  // absolute, bytes
  std::string name;  // dotted module name
  std::string root;  // first entry of sys.path, absolute
  ImportMode mode = ImportMode::module;
};

// What became of an import. The values are on the wire and on disk: never renumber.
enum class ImportOutcome {
  imported = 0,
  raised = 1,     // an exception other than SystemExit
  exited = 2,     // SystemExit, os._exit, exec, or any other way to end without a report
  crashed = 3,    // a signal
  timed_out = 4,  // killed at the time limit
};

// One thing that an import depended on. The kinds are on the wire: never renumber.
enum class SeenKind {
  module = 0,     // path: `__file__` of a Python module (source, or byte code without source)
  extension = 1,  // path: `__file__` of an extension module
  library = 2,    // path: a shared library that came with an extension
  data = 3,       // path: a file that was opened for reading, or tried to
  listing = 4,    // path: a directory whose names were read
  lookup = 5,     // path: a directory; detail: the leaf name a finder looked for in it
};

struct Seen {
  SeenKind kind = SeenKind::module;
  std::string path;    // absolute, bytes
  std::string detail;  // `lookup`: the leaf name; `module`, `extension`: the dotted name
  bool operator==(const Seen&) const = default;
};

// The `exception` of an import that had no room for all that was seen (outcome `crashed`): it must not be
// kept, because what it does not name could change unnoticed.
inline constexpr std::string_view k_too_much_seen = "more was seen than could be recorded";

}  // namespace lintcache
