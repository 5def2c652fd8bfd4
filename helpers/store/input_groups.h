// SPDX-License-Identifier: MIT
// Groups of inputs that many results depend on together, each recorded once however many do.
//
// A group never changes once it is recorded, and leads only to groups recorded before it, so what a result
// depends on is a tree whose branches are shared (a Merkle DAG). Whether a group still holds is asked once in a run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "model/input.h"
#include "store/database.h"
#include "store/id_list.h"
#include "store/input_table.h"
#include "store/row_ids.h"

namespace lintcache {

// A description with its paths packed, and the opposite.
std::string packed_description(std::string_view description, const Roots& roots);
std::string unpacked_description(std::string_view description, const Roots& roots);

class InputGroups {
 public:
  // All must outlive the object. Paths in descriptions are kept packed by `roots`.
  InputGroups(Database& database, InputTable& inputs, const Roots& roots)
      : database_(database), inputs_(inputs), roots_(roots) {}

  // The id of the group with these inputs and groups below (both by id) and this description; a new one
  // only where there is none yet. `digest` stands for inputs and groups below. 0 where the database failed.
  int64_t add(const std::vector<int64_t>& inputs, const std::vector<int64_t>& below, const Digest& digest,
              std::string_view description);

  // Nothing for an id that is not there.
  std::optional<InputGroup> find(int64_t id);

  // Are all its inputs, and those of all groups below it, in their recorded state?
  bool holds(int64_t id, StatCache& disk);

  // Lets the disk be asked anew.
  void look_again();

  // Marks the groups below those that are marked, and the inputs of all of them.
  void mark(std::vector<bool>& groups, std::vector<bool>& inputs);

  // Calls `visit` with the inputs of each group that these lead to, as encoded ids.
  template <class Visit>
  void each_below(std::vector<int64_t> groups, const Visit& visit);

  // Calls `visit` with the inputs of a group and the groups below it, as encoded ids; not for one that is not there.
  template <class Visit>
  void each_part(int64_t id, const Visit& visit) {
    if (const Known* group = known(id)) visit(std::string_view(group->members), std::string_view(group->below));
  }

  // Drops all but those whose ids are true in the list.
  void keep_only(const std::vector<bool>& used);

  // One more than the largest id.
  size_t end();

 private:
  struct Known {
    bool exists = false;
    std::string members;  // see store/id_list.h
    std::string below;
    enum class Holds : uint8_t { unknown, opened, yes, no } holds = Holds::unknown;
  };
  void load();
  void load_identities();
  Known read_one(int64_t id);
  int64_t id_of(const Digest& identity);
  void insert(int64_t id, const Digest& identity, const Digest& digest, const Known& group, std::string_view description);
  Known* known(int64_t id);
  Known::Holds judged(int64_t id, StatCache& disk, std::vector<int64_t>& waiting);

  Database& database_;
  InputTable& inputs_;
  const Roots& roots_;
  RowIds rows_{database_, "input_group", 200};
  bool loaded_ = false;
  bool knows_identities_ = false;
  std::vector<Known> groups_;               // by id
  std::unordered_map<Digest, int64_t> ids_;  // by identity; filled before the first `add`
  // While they are looked for one by one: those that were. They stay where they are when all are loaded.
  std::unordered_map<int64_t, Known> few_;
  std::optional<Statement> insert_, read_one_, id_of_;
};

template <class Visit>
void InputGroups::each_below(std::vector<int64_t> groups, const Visit& visit) {
  std::vector<bool> seen(end());
  while (!groups.empty()) {
    const int64_t id = groups.back();
    groups.pop_back();
    const Known* group = known(id);
    if (group == nullptr || seen[static_cast<size_t>(id)]) continue;
    seen[static_cast<size_t>(id)] = true;
    visit(std::string_view(group->members));
    for (const int64_t next : decode_ids(group->below)) groups.push_back(next);
  }
}

}  // namespace lintcache
