// SPDX-License-Identifier: MIT
// Recorded input sets: what a result depended on, so that a later run can ask whether all of it still holds.
//
// Sets of one subject (a file's import, the toolchain) differ by content: after an edit a new set
// joins the old one, and a reverted edit finds the old one again. This is the first of the two phases
// of ccache's manifest and of BuildXL's path sets. What many sets share stands in groups (see
// store/input_groups.h), so that all sets together are asked for in the time that their distinct inputs take.
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
#include "store/dependents.h"
#include "store/input_groups.h"
#include "store/input_table.h"
#include "store/shared_results.h"

namespace lintcache {

struct KnownSet {
  int64_t id = 0;
  Digest digest;
  std::string payload;  // what was learnt when the set was recorded
  int64_t made = 0;     // when that was, nanoseconds since 1970
};

class InputSets {
 public:
  // Both must outlive the object.
  InputSets(Database& database, const Roots& roots);
  InputSets(const InputSets&) = delete;

  // From now on, what is recorded here is offered to other trees, and what they recorded is found. `store` must outlive
  // the object.
  void share(ResultStore& store) { shared_.emplace(store, table_, groups_, roots_); }

  // The newest set of the subject whose inputs all are in their recorded state.
  std::optional<KnownSet> find(std::string_view subject, StatCache& disk);

  // Records a set, and forgets the oldest ones of a subject that has many. The id is 0 where the
  // database failed.
  KnownSet add(std::string_view subject, const InputSet& set, std::string_view payload);

  // Records, each once, what sets are made of: an input, and groups by `groups().add`.
  int64_t add_input(const InputState& input) { return table_.add(input); }
  InputGroups& groups() { return groups_; }

  // When the set was recorded; 0 for an id that is not there.
  [[nodiscard]] int64_t made(int64_t id);

  // Its payload; empty for an id that is not there.
  [[nodiscard]] std::string payload(int64_t id);

  // A set as it was recorded; nothing for an id that is not there.
  [[nodiscard]] std::optional<InputSet> set(int64_t id);

  // All that the set depends on, with all groups, in no particular order. An input that came into it in
  // two ways is there for both origins.
  [[nodiscard]] std::vector<InputState> inputs(int64_t set);

  // Whose sets, given by their ids, depend on files. More than `most` are many.
  DependentsByPath dependents(const std::unordered_map<int64_t, int64_t>& owner_of_set, size_t most);

  // Forgets the sets of all subjects that begin with `prefix`, whose last byte is not 255.
  void forget(std::string_view prefix);

  // The same for all but the newest of them.
  void trim(std::string_view prefix, int64_t keep);

  // Forgets one set, for other trees as well.
  void drop(int64_t id);

  // Lets the disk be asked anew, for a second look in the same run.
  void look_again();

  // Drops groups and inputs that no set names any more, if sets were forgotten since the object was made.
  void sweep();

 private:
  KnownSet record(std::string_view subject, const InputSet& set, std::string_view payload);
  Statement& prepared(std::optional<Statement>& statement, const char* sql);

  Database& database_;
  const Roots& roots_;
  InputTable table_;
  InputGroups groups_;
  std::optional<SharedResults> shared_;
  bool forgotten_ = false;
  std::optional<Statement> find_, insert_, last_, trim_, trim_all_;
};

}  // namespace lintcache
