// SPDX-License-Identifier: MIT
// The state as `BACKEND files` keeps it: sidecars in the state directory, each about one file or directory of the tree.
//
//   FILE.digest           what was read from a file: stat tuple, SHA-256
//   FILE.deps             results of a file: what they depended on, what came out; TOOL.tree.deps those of a check of the tree
//   D/directory.manifest  what was listed in a directory
//   D/directory.decisions what was last decided about the files there, and which stamps and logs stand there
//   groups/NN.groups      inputs that the results of several files share
//   tree.elsewhere        what was read and listed outside of the tree
//   tree.answers          what the interpreter said about itself and about configuration
//   tree.keys             parts of keys, for `why`
//   tree.settings         settings as they were last time
//   tree.replay           whole runs to be repeated; holds while all other sidecars are as they were when it was written
//
// The state's tables lie in memory; they are filled from the sidecars, and triggers note which of them are to be written
// again. A sidecar that is damaged, of another version or gone is as if what it held had never been learnt.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/frame.h"
#include "base/result.h"
#include "base/roots.h"
#include "store/database.h"
#include "store/input_sets.h"
#include "store/sidecar_rows.h"
#include "store/sidecar_sets.h"

namespace lintcache {

class Sidecars {
 public:
  // All must outlive the object; the tables are empty. Loads what is needed to repeat a run.
  Sidecars(std::string state_dir, Database& database, InputSets& sets, const Roots& roots);

  // Loads the rest, once.
  void load();

  // Writes what has changed since. Only `at_end` leaves whole runs to be repeated.
  Result<void> save(bool at_end);

 private:
  struct Users;
  void watch(const char* table, const char* key);
  void load_first();
  void load_one(const std::string& name, RowWriter& rows, SetReader& sets);
  void load_below(const std::string& directory, RowWriter& rows, SetReader& sets);
  void drop_strange_decisions();
  [[nodiscard]] std::string name_of_row(std::string_view table, std::string_view key) const;
  [[nodiscard]] std::string below_source(std::string_view path) const;

  Result<void> write(const std::string& name, const std::vector<Fields>& lines);
  Result<void> write_single(const char* table, const std::set<std::string>& keys);
  Result<void> write_rows(const std::set<std::string>& names, std::initializer_list<const char*> tables);
  Result<void> write_sets(const std::set<std::string>& subjects, std::set<std::string> shelves);
  Result<void> write_dirty();
  Result<void> write_replays();

  std::string state_dir_;
  std::string source_dir_;
  Database& database_;
  InputSets& sets_;
  const Roots& roots_;
  bool is_loaded_ = false;
  bool has_settings_ = false;  // without them nobody knows how the digests were judged
  bool has_written_ = false;
  std::set<std::string> names_;    // of all sidecars that there are
  std::set<std::string> useless_;  // damaged ones
  std::unordered_map<int64_t, std::string> own_;  // groups that stand in the one sidecar that names them
  std::unordered_set<int64_t> shelved_;           // groups that stand in sidecars for groups
};

// Removes all sidecars, for a state that is kept otherwise.
void remove_sidecars(const std::string& state_dir);

// True where there may be some.
bool has_sidecars(const std::string& state_dir);

}  // namespace lintcache
