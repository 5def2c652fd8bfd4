// SPDX-License-Identifier: MIT
// The state of one tree between runs, in the tree's state directory: one SQLite file, `state.sqlite`, or sidecars
// (store/sidecars.h), which then fill the same tables in memory.
//
// It is a cache: whatever happens to it costs time, never a verdict. Where it cannot be written the run
// goes on from memory; where it is damaged it is set aside as `state.sqlite.bad` and begun anew.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/roots.h"
#include "digest/stat_cache.h"
#include "model/task.h"
#include "store/database.h"
#include "store/decisions.h"
#include "store/input_sets.h"
#include "store/outcomes.h"
#include "store/replays.h"
#include "store/sidecars.h"

namespace lintcache {

// The stamp or log that stands on the disk for one (file, tool).
struct Record {
  std::string file;  // relative to the source tree
  std::string tool;
  Digest key;  // of the outcome's identity (store/outcomes.h) and of the place of the tree
  Verdict verdict = Verdict::clean;
};

// The subjects under which the input sets of a file's import, and of what its import statements lead to, are
// kept; `setting` tells interpreters, environments and limits apart.
std::string import_subject(const std::string& file, std::string_view setting);
std::string statements_subject(const std::string& file, std::string_view setting);

enum class Backend : uint8_t { sqlite, files };

class StateStore : public Recall {
 public:
  // Never fails; what is wrong is told once, by `trouble`.
  // Paths in it are kept packed by `roots`: a copy of it serves a clone elsewhere.
  // `shared`, which must outlive the object, is where other trees' results are found; null: nowhere.
  explicit StateStore(const std::string& state_dir, Roots roots = {}, ResultStore* shared = nullptr,
                      Backend backend = Backend::sqlite);
  ~StateStore() override;
  StateStore(const StateStore&) = delete;

  Memory load_memory();

  // The same for one path.
  std::optional<FileRecord> file(const std::string& path) override;
  std::optional<DirectoryRecord> directory(const std::string& path) override;
  Memory all() override { return load_memory(); }

  // `forget_unused`: this run looked at the whole tree, so what it did not need is gone.
  void save_memory(const StatCache& disk, bool forget_unused);

  InputSets& input_sets() { return tables(), input_sets_; }
  Outcomes& outcomes() { return tables(), outcomes_; }
  Decisions& decisions() { return tables(), decisions_; }
  Replays& replays() { return replays_; }
  [[nodiscard]] const Roots& roots() const { return roots_; }

  // Values of settings as they were last time, by name.
  std::map<std::string, std::string> latched();
  void latch(const std::string& name, const std::string& value);

  std::vector<Record> records();
  void put_record(const Record& record);
  void remove_record(const Record& record);

  // Forgets outcomes, decisions and input sets of a file that is no more.
  void forget_file(const std::string& file);

  // Drops what nothing names any more.
  void sweep();

  // Writes down everything up to now, so that a kill loses only what comes after.
  void commit();

  // The same, but at most once a second.
  void commit_now_and_then();

  // One line for the user where the state could not be used as it should; empty if all is well.
  [[nodiscard]] std::string trouble() const;

  // False where nothing that this run puts here will be there for the next one.
  [[nodiscard]] bool is_writable() const;

 private:
  static Database open(const std::string& file, std::string& trouble, bool& in_memory);

  // For all but settings and whole runs, which are there from the beginning.
  Database& tables();
  void save_sidecars(bool at_end);
  void forget_other_backend();

  std::chrono::steady_clock::time_point committed_ = std::chrono::steady_clock::now();
  Roots roots_;
  std::string state_dir_, database_file_;
  std::string trouble_;
  std::string unsaved_;  // why sidecars could not be written
  bool in_memory_ = false;
  ResultStore* shared_;
  Database database_;
  InputSets input_sets_;
  Outcomes outcomes_;
  Decisions decisions_;
  Replays replays_;
  std::optional<Sidecars> sidecars_;
  std::optional<Statement> file_, directory_;
};

}  // namespace lintcache
