// SPDX-License-Identifier: MIT
// Turns what happens during an import into records: absolute, each once for each module, without what is no input.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "worker/libraries.h"
#include "worker/shared_record.h"

namespace lintcache {

class Observer {
 public:
  // `byte_code`: a directory of compiled code that is no input; may be empty.
  Observer(SharedRecord& record, const std::string& byte_code);

  // What is seen from now on is seen by this module.
  void enter(uint32_t module);

  // A finder looked for `leaf` in `entry`, one entry of a search path: a directory, or an archive.
  void lookup(std::string_view entry, const std::string& leaf);

  // A module's `__file__`.
  void module_file(SeenKind kind, std::string_view path, std::string_view name);

  // A file was opened, or somebody tried.
  void opened(std::string_view path, int flags);

  void listed(std::string_view directory);

  // The module asks the loader for this library.
  void wants_library(std::string_view name) { wanted_.emplace_back(module_, name); }

  // Records the shared libraries that came since the last call.
  void libraries();

  // Absolute, and without `..` in the way the kernel reads it, through symbolic links.
  [[nodiscard]] static std::string absolute(std::string_view path);

 private:
  bool is_new(SeenKind kind, std::string_view path, std::string_view detail);
  void add(SeenKind kind, const std::string& path, std::string_view detail);
  void add_library(const std::string& name);
  [[nodiscard]] std::string key(SeenKind kind, std::string_view path) const;

  SharedRecord& record_;
  uint32_t module_ = 0;
  std::vector<std::pair<uint32_t, std::string>> wanted_;  // libraries, and by whom
  LoadedLibraries libraries_;
  std::vector<std::string> byte_code_directories_;  // ours, and PYTHONPYCACHEPREFIX
  std::unordered_set<std::string> added_;
  std::unordered_set<std::string> written_;  // the import made these itself
};

}  // namespace lintcache
