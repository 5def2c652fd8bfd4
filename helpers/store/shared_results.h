// SPDX-License-Identifier: MIT
// Input sets as action results: how a tree's own state and the results that all trees share talk to each other.
//
// An action is a subject of store/input_sets.h that names no place: a file's import, its import statements, a tool on a
// file under a key. Its result is a blob that lists the inputs of one set, by path below the tree and by content, and
// what was learnt. What many sets share are groups, each a blob of its own, named by content in the sets and groups above.
//
// Encoded fields (base/frame.h). Of a set: "set", subject, payload, digest; of a group: "group", description, digest. Then
// for both: how many inputs there are, four fields for each (kind and origin, packed path, detail, state), and the names
// of the groups below.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "store/input_groups.h"
#include "store/input_table.h"
#include "store/result_store.h"

namespace lintcache {

class SharedResults {
 public:
  // All must outlive the object.
  SharedResults(ResultStore& store, InputTable& inputs, InputGroups& groups, const Roots& roots)
      : store_(store), inputs_(inputs), groups_(groups), roots_(roots) {}

  struct Found {
    InputSet set;  // its groups are recorded in the tree's own state
    std::string payload;
  };

  // A result of this subject whose inputs all are in their recorded state.
  std::optional<Found> find(std::string_view subject, StatCache& disk);

  // Are the others offered what the tree knew before, too?
  [[nodiscard]] bool offers_known() const { return store_.sharing() == Sharing::known; }

  // Lets the disk be asked anew.
  void look_again();

  // Forgets all results of a subject, for everybody.
  void forget(std::string_view subject);

  // Offers a set that was recorded in the tree's own state to all others.
  void publish(std::string_view subject, const InputSet& set, std::string_view payload);

 private:
  struct Group {
    InputGroup group;             // `below` is empty
    std::vector<Digest> below;    // names of blobs
    std::optional<bool> holds;
    int64_t id = 0;               // in the tree's own state; 0: not recorded
  };
  Group* group(const Digest& name);
  bool holds(const std::vector<InputState>& inputs, StatCache& disk);
  bool holds(const Digest& name, StatCache& disk, int depth);
  int64_t recorded(const Digest& name);
  std::optional<Digest> published(int64_t group, int depth);

  ResultStore& store_;
  InputTable& inputs_;
  InputGroups& groups_;
  const Roots& roots_;
  std::unordered_map<Digest, std::optional<Group>> known_;  // by the name of the blob
  std::unordered_map<int64_t, Digest> names_;               // of groups that were published, by id
};

}  // namespace lintcache
