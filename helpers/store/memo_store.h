// SPDX-License-Identifier: MIT
// What is remembered of commands: results, as an action cache over blobs (store/result_store.h), and beside it what is of
// this machine alone, in `commands-1.sqlite`.
//
// Each table of that file may be lost without harm: what vouches for digests, what a command did last, who made a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "digest/path_facts.h"
#include "model/memo.h"
#include "store/database.h"
#include "store/result_store.h"

namespace lintcache {

// What a command did when it last ran.
struct LastRun {
  Digest action;
  std::string command;               // see store/memo_format.h
  Digest record;                     // all zero: nothing was kept
  std::vector<std::string> reasons;  // why not
  std::vector<MemoOutput> outputs;   // what it left
  std::string trace;                 // packed; see trace/packed_trace.h
  int64_t when = 0;                  // nanoseconds since 1970
};

class MemoStore {
 public:
  // In `directory`; without one nothing is found and nothing is kept. `limit`: bytes of all results.
  MemoStore(const std::string& directory, int64_t limit) : results_(directory, limit), directory_(directory) {}
  ~MemoStore() { commit(); }

  // Records under an action, newest first, by name; and one of them, if it is whole.
  std::vector<Digest> records(const Digest& action) { return results_.result_names(action); }
  std::optional<MemoRecord> record(const Digest& name);
  Digest put(const Digest& action, const MemoRecord& record);
  void forget(const Digest& action) { results_.forget(action); }

  std::optional<std::string> blob(const Digest& name) { return results_.blob(name); }
  // Between these two, blobs are read quicker, and nobody can write.
  void begin_reading_blobs() { results_.begin_reading(); }
  void end_reading_blobs() { results_.end_reading(); }
  Digest put_blob(std::string bytes) { return results_.put_blob(std::move(bytes)); }

  // What vouches for the facts of a record.
  FactMemory seen(const Digest& record);
  void put_seen(const Digest& record, const FactMemory& memory);

  // The same by key, for all commands. Between `begin_reading` and `end_reading` it is quicker, and nobody can write.
  std::optional<RememberedDigest> digest(const std::string& key);
  void begin_reading();
  void end_reading();
  void put_digests(const FactMemory& memory);

  std::optional<LastRun> last_run(const Digest& action, bool with_trace = false);
  void put_last_run(const LastRun& run);
  // A hit is a run as well, which leaves everything but its time as it is.
  void mark_used(const Digest& action, const Digest& record);

  // Commands that made this file, or changed it, newest first; all commands for an empty path.
  std::vector<Digest> makers_of(const std::string& path);

  void count_hit() { results_.count_hit(); }
  void count_miss() { results_.count_miss(); }
  [[nodiscard]] ResultStatistics statistics() { return results_.statistics(); }

  // Writes all that was noted.
  void commit();
  [[nodiscard]] std::string trouble() const { return results_.trouble(); }

 private:
  Database* database(bool may_create);

  ResultStore results_;
  std::string directory_;
  std::optional<Database> database_;
  bool was_tried_ = false, may_not_be_made_ = false;
  bool is_writing_ = false, is_reading_ = false;
  std::optional<Statement> digest_of_key_;  // as long as is being read
};

}  // namespace lintcache
