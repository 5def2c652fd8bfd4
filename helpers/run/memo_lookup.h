// SPDX-License-Identifier: MIT
// Which remembered result holds now, and what keeps the others from it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "digest/path_facts.h"
#include "model/memo.h"
#include "store/memo_store.h"
#include "trace/resolved_names.h"

namespace lintcache {

class MemoLookup {
 public:
  // All must outlive the object. Vouching digests come from the store.
  MemoLookup(const MemoCommand& command, const Digest& action, MemoStore& store);

  // The newest result whose facts all hold.
  const MemoStore::Found* find();

  // After `find` found nothing: what keeps the newest result from holding, as the rest of "runs: ".
  [[nodiscard]] const std::string& why() const { return why_; }

  // What this command left at any time and is in place now, by path.
  std::unordered_set<std::string> own();

  // When the youngest of the files that the result depends on was modified, nanoseconds since 1970.
  int64_t newest_input(const MemoRecord& record);

  PathFacts& facts() { return facts_; }
  [[nodiscard]] const std::optional<LastRun>& last() const { return last_; }

  // Is it so now?
  bool holds(const Fact& fact);

 private:
  bool is_own(const std::string& place);

  const MemoCommand& command_;
  MemoStore& store_;
  PathFacts facts_;
  ResolvedNames names_;
  std::vector<MemoStore::Found> found_;
  std::optional<LastRun> last_;
  std::unordered_map<std::string, std::vector<const MemoOutput*>> outputs_;
  std::string why_;
};

// For people: "FILE changed", "FILE is there now", "variable X is another one".
std::string difference(const Fact& fact, const std::string& now);

}  // namespace lintcache
