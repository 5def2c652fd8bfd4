// SPDX-License-Identifier: MIT
// Looking at recorded footprints: what they consist of, and which modules brought it in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/description.h"
#include "model/footprint.h"
#include "store/input_sets.h"

namespace lintcache {

// Reads each group once, however many footprints hold it.
class FootprintReader {
 public:
  // `sets` must outlive the object.
  explicit FootprintReader(InputSets& sets) : sets_(sets) {}

  // All groups of a set, each once, a set's own inputs as one of them; none for a set that is not there.
  std::vector<const InputGroup*> groups(int64_t set);

  // The modules that these groups describe.
  static std::vector<DescribedModule> modules(const std::vector<const InputGroup*>& groups);

  // Whether the content of a file belongs to the set.
  bool holds_file(int64_t set, const std::string& path);

  // Nothing for an id that is not there.
  const InputGroup* group(int64_t id);

  // A set's own inputs and the groups right below it.
  const InputGroup* own(int64_t set);

 private:
  InputSets& sets_;
  std::unordered_map<int64_t, std::optional<InputGroup>> groups_;
  std::unordered_map<int64_t, InputGroup> own_;  // by set
  std::string wanted_;                           // the last path that was asked for
  std::unordered_map<int64_t, bool> holds_;      // by group: it, or one below, has that path
};

}  // namespace lintcache
