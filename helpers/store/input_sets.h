// SPDX-License-Identifier: MIT
// Recorded input sets: what a result depended on, so that a later run can ask whether all of it still holds.
//
// Sets of one subject (a file's import, the toolchain) differ by content: after an edit a new set
// joins the old one, and a reverted edit finds the old one again. This is the first of the two phases
// of ccache's manifest and of BuildXL's path sets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "digest/stat_cache.h"
#include "model/input.h"
#include "store/database.h"

namespace lintcache {

struct KnownSet {
  int64_t id = 0;
  Digest digest;
  std::string payload;  // what was learnt when the set was recorded
};

class InputSets {
 public:
  // `database` must outlive the object.
  explicit InputSets(Database& database);

  // The newest set of the subject whose inputs all are in their recorded state.
  std::optional<KnownSet> find(std::string_view subject, StatCache& disk);

  // Records a set, and forgets the oldest ones of a subject that has many. The id is 0 where the
  // database failed.
  KnownSet add(std::string_view subject, const InputSet& set, std::string_view payload);

  [[nodiscard]] std::vector<Input> inputs(int64_t set);

  // Forgets the sets of all subjects that begin with `prefix`.
  void forget(std::string_view prefix);

  // Drops inputs that no set names any more, if sets were forgotten since the object was made.
  void sweep();

 private:
  struct KnownInput {
    InputState recorded;
    enum class Holds : uint8_t { unknown, yes, no } holds = Holds::unknown;
  };
  void load();
  bool holds(int64_t input, StatCache& disk);
  int64_t intern(const InputState& input);

  Database& database_;
  bool loaded_ = false;
  bool forgotten_ = false;
  std::vector<KnownInput> inputs_;  // by id
  std::unordered_map<std::string, int64_t> ids_;  // by encoded input; filled before the first `add`
};

}  // namespace lintcache
