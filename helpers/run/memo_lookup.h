// SPDX-License-Identifier: MIT
// Which remembered result holds now, and what keeps the others from it.
#pragma once

#include <deque>
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

  struct Found {
    Digest name;
    MemoRecord record;
  };

  // The newest result whose facts all hold. It belongs to the object.
  const Found* find();

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
  bool is_in_place_of_known(const std::string& place);
  const Found* load_next();  // none: all are there
  void note_outputs(const std::vector<MemoOutput>& outputs);

  const MemoCommand& command_;
  MemoStore& store_;
  PathFacts facts_;
  ResolvedNames names_;
  std::vector<Digest> names_of_records_;
  size_t loaded_ = 0;
  std::deque<Found> found_;
  std::optional<LastRun> last_;
  std::unordered_map<std::string, std::vector<const MemoOutput*>> outputs_;
  std::string why_;
};

// For people: "FILE changed", "FILE is there now", "variable X is another one".
std::string difference(const Fact& fact, const std::string& now);

}  // namespace lintcache
