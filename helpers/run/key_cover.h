// SPDX-License-Identifier: MIT
// Says whether what a traced tool asked of the system is told by what its outcome is recorded with.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "model/input.h"
#include "model/memo.h"
#include "model/request.h"
#include "plan/prepared_tool.h"

namespace lintcache {

// What one recorded outcome depends on; asked by path and kind of question. References must outlive the object.
class KeyCover {
 public:
  KeyCover(const Request& request, const PreparedTool& tool, const std::vector<InputState>& recorded);

  // Would another answer have made the tool run? A file that counts by its bytes is not asked for its size or its times; of
  // one that was only asked about, it counts whether it is there.
  [[nodiscard]] bool holds(const Fact& fact) const;

  // Why the answer does not matter though nothing of the key tells it, in a few words for people; empty: it may matter.
  [[nodiscard]] std::string explained(const Fact& fact) const;

 private:
  [[nodiscard]] bool tells_presence(const std::string& path) const;
  void add(const Input& input);

  const Request& request_;
  const PreparedTool& tool_;
  std::unordered_set<std::string> contents_, listings_;
  std::unordered_set<Input> lookups_, facts_;
  std::unordered_set<std::string> above_;  // directories on the way to what counts
};

}  // namespace lintcache
