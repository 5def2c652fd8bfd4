// SPDX-License-Identifier: MIT
// Every distinct input in every state that a recorded result depended on.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "model/input.h"
#include "store/database.h"
#include "store/row_ids.h"

namespace lintcache {

// Lives for one run: what holds is asked of the disk once. Reads rows one by one while few are asked for, and then all.
class InputTable {
 public:
  // Both must outlive the object. Paths are kept packed by `roots`.
  InputTable(Database& database, const Roots& roots) : database_(database), roots_(roots) {}

  // Nothing for an id that is not there. The pointer stays good until the next `add`.
  const InputState* find(int64_t id);

  // Is the input in its recorded state? Not where nothing is known about it.
  bool holds(int64_t id, StatCache& disk);

  // The input's id, which is a new one only for what is not there yet.
  int64_t add(const InputState& input);

  // Drops all but those whose ids are true in the list.
  void keep_only(const std::vector<bool>& used);

  // One more than the largest id.
  size_t end();

  // Lets the disk be asked anew.
  void look_again();

 private:
  struct Known {
    InputState recorded;
    enum class Holds : uint8_t { unknown, yes, no } holds = Holds::unknown;
  };
  void load();
  Known* known(int64_t id);
  InputState read_one(int64_t id);
  [[nodiscard]] InputState from_row(const Statement& row) const;
  int64_t id_of(const InputState& input);
  void insert(int64_t id, const InputState& input);

  Database& database_;
  const Roots& roots_;
  RowIds rows_{database_, "input", 1000};
  bool loaded_ = false;
  std::vector<Known> inputs_;                     // by id; without a path where there is none
  std::unordered_map<std::string, int64_t> ids_;  // by encoded input; filled before the first `add`
  // While they are looked for one by one: those that were. They stay where they are when all are loaded.
  std::unordered_map<int64_t, Known> few_;
  std::optional<Statement> insert_, read_one_, id_of_;
};

}  // namespace lintcache
