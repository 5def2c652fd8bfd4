// SPDX-License-Identifier: MIT
// Turns what happens during an import into records: absolute, each once, without what is none of its inputs.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "worker/libraries.h"
#include "worker/shared_record.h"

namespace lintcache {

class Observer {
 public:
  explicit Observer(SharedRecord& record);

  // A finder looked for `leaf` in `entry`, one entry of a search path: a directory, or an archive.
  void lookup(std::string_view entry, const std::string& leaf);

  // A module's `__file__`.
  void module_file(SeenKind kind, std::string_view path, std::string_view name);

  // A file was opened, or somebody tried.
  void opened(std::string_view path, int flags);

  void listed(std::string_view directory);

  // Records the shared libraries that came since the last call.
  void libraries();

  // Absolute, and without `..` in the way the kernel reads it, through symbolic links.
  [[nodiscard]] static std::string absolute(std::string_view path);

 private:
  void add(SeenKind kind, const std::string& path, std::string_view detail);

  SharedRecord& record_;
  LoadedLibraries libraries_;
  std::string byte_code_directory_;  // PYTHONPYCACHEPREFIX, or empty
  std::unordered_set<std::string> added_;
  std::unordered_set<std::string> written_;  // the import made these itself
};

}  // namespace lintcache
