// SPDX-License-Identifier: MIT
// Results that all build trees of a user share: an action cache over a content-addressable store, as the Remote Execution
// API has them, in one SQLite file.
//
// An action is named by its key, which holds no path of a machine; its results are names of blobs, which are their
// SHA-256. Who reads a blob can tell whether it is whole, so damage is a miss. What was used least recently goes first
// where there is too much. Several drivers may use the file at once: each waits for the other's writes, for seconds at
// most, and goes on without the store where that does not end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/digest.h"
#include "store/database.h"

namespace lintcache {

struct ResultStatistics {
  std::string file;
  int64_t bytes = 0, limit = 0;  // of the file; how large it may become
  int64_t actions = 0, blobs = 0;
  int64_t hits = 0, misses = 0, evicted = 0;  // actions that were asked for; blobs that had to go
};

// What of its results a tree gives to the others.
enum class Sharing : uint8_t {
  made,     // those that it comes to
  nothing,  // none: it takes only
  known,    // also those that it knew before
};

// By the value of a variable: `new` or nothing, `none`, `all`. Nothing where it is none of these.
inline constexpr const char* k_sharing = "LINTCACHE_SHARE";
std::optional<Sharing> sharing_named(std::string_view name);

class ResultStore {
 public:
  // In `directory`, which is made with its parents, for nobody but the user, when something is first written.
  // `limit`: bytes. Never fails; without a usable file nothing is found and nothing is kept.
  ResultStore(const std::string& directory, int64_t limit, Sharing sharing = Sharing::made);
  ~ResultStore();
  ResultStore(const ResultStore&) = delete;

  // The results of an action, newest first; those whose blobs are missing or damaged are left out.
  std::vector<std::string> results(const Digest& action);
  std::vector<Digest> result_names(const Digest& action);  // the same, as blobs that may be gone

  // Nothing where it is missing or damaged.
  std::optional<std::string> blob(const Digest& name);

  // Between these two, blobs are read quicker, and nobody can write.
  void begin_reading();
  void end_reading();

  // Notes a blob, to be written by `commit`; gives its name.
  Digest put_blob(std::string bytes);

  // Notes a result of an action, to be written by `commit`.
  void put_result(const Digest& action, const Digest& result);

  // Forgets an action, at once.
  void forget(const Digest& action);

  [[nodiscard]] Sharing sharing() const { return sharing_; }

  void count_hit() {
    ++hits_;
    ++found_;
  }
  void count_miss() { ++misses_; }

  // How many results were found in the life of the object.
  [[nodiscard]] size_t found() const { return found_; }

  // Writes what was noted, in one transaction, and what was used. Makes room where there is too much.
  void commit();

  [[nodiscard]] ResultStatistics statistics();

  // Makes room now, down to `limit`; what is left over in the file is given back to the disk.
  void collect_garbage();

  // Forgets everything.
  void clean();

  // Writes all results to a new file of the same form, or takes in those that it lacks; an error names what is wrong with the file.
  Result<int64_t> export_to(const std::string& file);
  Result<int64_t> import_from(const std::string& file);

  // One line for the user where the store could not be used as it should; empty if all is well.
  [[nodiscard]] std::string trouble() const;

 private:
  void open(bool may_create);
  bool is_usable();
  void make_room();
  [[nodiscard]] int64_t size();

  std::string directory_, file_;
  int64_t limit_;
  Sharing sharing_;
  std::string trouble_;
  std::optional<Database> database_;
  bool was_opened_ = false, is_reading_ = false;
  std::optional<Statement> blob_row_;  // as long as is being read
  std::vector<std::pair<Digest, std::string>> new_blobs_;
  std::vector<std::pair<Digest, Digest>> new_results_;
  std::unordered_set<Digest> known_, used_;
  int64_t hits_ = 0, misses_ = 0;  // since they were last written
  size_t found_ = 0;
};

}  // namespace lintcache
