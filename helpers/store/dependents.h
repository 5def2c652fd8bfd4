// SPDX-License-Identifier: MIT
// An index from what a remembered run asked for to the files whose verdicts depend on it.
//
// Both are numbers of paths in the run's snapshot (digest/disk_snapshot.h), which keeps its order as long as it lives. A list may
// name files that no longer depend: they are looked at again for nothing. A path that nobody is known to depend on has none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/frame.h"
#include "model/digest.h"
#include "store/replays.h"

namespace lintcache {

struct Dependents {
  bool are_many = false;        // too many to be worth a list
  std::vector<int64_t> files;  // in no particular order, perhaps more than once
  [[nodiscard]] bool are_known() const { return are_many || !files.empty(); }
};

struct DependentsByPath {
  std::unordered_map<std::string, Dependents> by_path;
  bool know_more = false;  // one of them depends on more about a file than its bytes
};

// Adds those of `more` and keeps each once; more than `most` are many.
void add_dependents(const Dependents& more, size_t most, Dependents& to);

class DependentIndex {
 public:
  // Of the run that is recorded under this key. `replays` must outlive the object.
  DependentIndex(Replays& replays, const Digest& key) : replays_(replays), key_(key) {}

  // Nothing where the index is not there or damaged.
  std::optional<Dependents> of(size_t path);

  // Adds to the list of a path, which may be one behind the last.
  void add(size_t path, const Dependents& more, size_t most);

  // Records all lists that were added to.
  void save();

 private:
  Fields* block_of(size_t path);

  Replays& replays_;
  Digest key_;
  std::map<size_t, std::optional<Fields>> blocks_;
  std::set<size_t> changed_;
};

}  // namespace lintcache
