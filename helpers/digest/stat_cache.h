// SPDX-License-Identifier: MIT
// What the world looks like now, asked of the disk only where it may have changed since it was last seen.
//
// A file is read again only when its stat tuple changed or is ambiguous (see digest/trust.h); a directory is listed
// again only when its own tuple did.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/disk.h"
#include "digest/disk_snapshot.h"
#include "digest/file_clock.h"
#include "digest/held_still.h"
#include "digest/trust.h"
#include "model/digest.h"
#include "model/input.h"

namespace lintcache {

struct FileRecord {
  StatTuple tuple;
  Digest digest;
  bool ambiguous = false;
  bool operator==(const FileRecord&) const = default;
};

struct DirectoryRecord {
  StatTuple tuple;
  std::vector<DirectoryEntry> entries;  // sorted by name
  bool ambiguous = false;
  bool operator==(const DirectoryRecord&) const = default;
};

// What was seen, by path; kept between runs by the store.
struct Memory {
  std::unordered_map<std::string, FileRecord> files;
  std::unordered_map<std::string, DirectoryRecord> directories;
};

// A memory that is asked for one path at a time, for who needs little of it. It must outlive the cache.
class Recall {
 public:
  virtual ~Recall() = default;
  virtual std::optional<FileRecord> file(const std::string& path) = 0;
  virtual std::optional<DirectoryRecord> directory(const std::string& path) = 0;
  virtual Memory all() = 0;
};

class StatCache {
 public:
  explicit StatCache(Disk& disk, Memory memory = {}, const Trust& trust = {});
  StatCache(Disk& disk, Recall& recall, const Trust& trust);
  StatCache(const StatCache&) = delete;

  // Takes all of the memory over that was not asked for yet.
  void recall_all();
  [[nodiscard]] bool knows_all() const { return recall_ == nullptr; }

  // The digest of the file's bytes, following symbolic links; `k_unreadable` where it cannot be read.
  Digest content(const std::string& path);

  // How many bytes the file had when its content was asked for; 0 where it cannot be read.
  int64_t size(const std::string& path);

  // The entries of a directory, or nothing where there is none; an error where it cannot be listed.
  // The pointer stays good until `look_again`.
  Result<const std::vector<DirectoryEntry>*> entries(const std::string& directory);

  // Each thing is asked of the disk at most once in the life of the cache.
  Digest state(const Input& input);

  // What is at a path, for who needs nothing else of it; as `Disk::status`.
  Result<std::optional<FileStatus>> status(const std::string& path);

  // Asks the disk anew: is the input still in the state that `state` gave? Doubt is a no, and a file that never held
  // still while it was read is doubtful.
  bool still(const Input& input);

  // The same for who used the input after `since` (by the clock of `disk`): also a no for a file that was changed
  // meanwhile and then put back, as `git stash` and `git stash pop` do.
  bool still(const Input& input, int64_t since);

  // As StillDirectories has them (digest/held_still.h), of the directories that were asked for.
  void begin_use() { directories_before_.begin_use(); }
  bool kept_names(const std::string& directory, int64_t since) { return directories_before_.kept_names(directory, since); }
  bool kept_place(const std::string& directory, int64_t since) { return directories_before_.kept_place(directory, since); }

  // May a file whose content was asked for have been changed at that time (by the clock of `disk`) or later?
  [[nodiscard]] bool changed_since(const std::string& path, int64_t time) const;

  // All that this run asked of the disk, sorted by path: while each path is as it was, so is every answer. Nothing
  // where one of them could change without a trace.
  [[nodiscard]] std::optional<std::vector<SeenPath>> seen() const;

  // Something was learnt in this run that will be asked for again although nothing changes: `seen` does not tell it.
  void doubt() { is_doubtful_ = true; }

  // Forgets what was seen in this run, for a second look: everything is asked of the disk once more.
  void look_again();

  // What to keep for the next run: all that is remembered, which of it is new or changed since the
  // cache was made, and which of it this run never asked for or found gone.
  [[nodiscard]] const Memory& memory() const { return memory_; }
  [[nodiscard]] const std::unordered_set<std::string>& new_files() const { return new_files_; }
  [[nodiscard]] const std::unordered_set<std::string>& new_directories() const {
    return new_directories_;
  }
  [[nodiscard]] std::vector<std::string> unused_files() const;
  [[nodiscard]] std::vector<std::string> unused_directories() const;

  // How that was judged, to be kept with it and asked for first: where the clock went back, more of it is new.
  JudgedTimes judged();

  [[nodiscard]] Disk& disk() const { return disk_; }

  [[nodiscard]] size_t paths_asked() const { return seen_.size(); }
  [[nodiscard]] size_t files_hashed() const { return files_hashed_; }
  [[nodiscard]] size_t directories_listed() const { return directories_listed_; }

 private:
  void judge();
  FileRecord* known_file(const std::string& path);
  DirectoryRecord* known_directory(const std::string& path);

  // What a file or a directory turned out to be when it was asked anew.
  template <typename Record>
  struct Seen {
    std::optional<Record> record;  // nothing where there is none, or where it cannot be read
    bool is_readable = true;
    bool is_settled = true;  // it did not change while we looked
  };

  void check_clock();
  int64_t time_on(uint64_t device);
  void distrust_memory();
  template <typename Record>
  [[nodiscard]] bool vouches(const Record& record, const StatTuple& tuple) const;
  [[nodiscard]] bool is_ambiguous(const FileStatus& status, int64_t looked_at) const;
  Seen<FileRecord> read_anew(const std::string& path, uint64_t device);
  Seen<DirectoryRecord> list_anew(const std::string& directory, FileStatus status);
  Digest read_content(const std::string& path, uint64_t device);
  [[nodiscard]] bool vouches_for_itself(const SeenPath& seen) const;
  Digest state_of_plain(const Input& input);
  bool still_content(const Input& input, const FileStatus& status, const Digest& before);
  bool still_entries(const Input& input, const FileStatus& status, const Digest& before);

  Disk& disk_;
  Memory memory_;
  Recall* recall_ = nullptr;                     // where there is more of the memory
  std::unordered_set<std::string> asked_files_, asked_directories_;  // of it
  Trust trust_;
  FileClock clock_;
  // Seen in this run:
  std::unordered_map<std::string, Digest> contents_;
  std::unordered_set<std::string> directories_, absent_directories_;
  std::unordered_map<Input, Digest> states_;
  std::unordered_map<std::string, SeenState> seen_;
  StillDirectories directories_before_{disk_, clock_};
  bool is_doubtful_ = false;
  std::unordered_set<std::string> new_files_, new_directories_;
  std::unordered_set<std::string> unstable_;  // changed each time that they were read or listed
  Memory later_;                              // what `still` found
  size_t files_hashed_ = 0;
  size_t directories_listed_ = 0;
};

// The state of a file that is there but cannot be read, and of a directory in a file's place.
extern const Digest k_unreadable;

}  // namespace lintcache
