// SPDX-License-Identifier: MIT
// What the world looks like now, asked of the disk only where it may have changed since it was last seen.
//
// A file is read again only when its stat tuple changed or is ambiguous; a directory is listed again
// only when its own tuple did. A tuple is ambiguous when the file was changed so shortly before it was
// looked at that a later change could leave the same tuple (the clock of a file system ticks coarsely);
// git calls such entries racy.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/disk.h"
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

class StatCache {
 public:
  explicit StatCache(Disk& disk, Memory memory = {});

  // The digest of the file's bytes, following symbolic links; `k_unreadable` where it cannot be read.
  Digest content(const std::string& path);

  // The entries of a directory, or nothing where there is none; an error where it cannot be listed.
  // The pointer stays good for the life of the cache.
  Result<const std::vector<DirectoryEntry>*> entries(const std::string& directory);

  // Each thing is asked of the disk at most once in the life of the cache.
  Digest state(const Input& input);

  // Asks the disk anew: is the input still in the state that `state` gave? Doubt is a no.
  bool still(const Input& input);

  // What to keep for the next run: all that is remembered, which of it is new or changed since the
  // cache was made, and which of it this run never asked for or found gone.
  [[nodiscard]] const Memory& memory() const { return memory_; }
  [[nodiscard]] const std::unordered_set<std::string>& new_files() const { return new_files_; }
  [[nodiscard]] const std::unordered_set<std::string>& new_directories() const {
    return new_directories_;
  }
  [[nodiscard]] std::vector<std::string> unused_files() const;
  [[nodiscard]] std::vector<std::string> unused_directories() const;

  [[nodiscard]] Disk& disk() const { return disk_; }

  [[nodiscard]] size_t files_hashed() const { return files_hashed_; }
  [[nodiscard]] size_t directories_listed() const { return directories_listed_; }

 private:
  Digest read_content(const std::string& path, const StatTuple& tuple);
  Digest listing(const std::string& directory);
  Digest lookup(const std::string& directory, const std::string& leaf);

  Disk& disk_;
  Memory memory_;
  // Seen in this run:
  std::unordered_map<std::string, Digest> contents_;
  std::unordered_set<std::string> directories_, absent_directories_;
  std::unordered_map<Input, Digest> states_;
  std::unordered_set<std::string> new_files_, new_directories_;
  size_t files_hashed_ = 0;
  size_t directories_listed_ = 0;
};

// The state of a file that is there but cannot be read, and of a directory in a file's place.
extern const Digest k_unreadable;

}  // namespace lintcache
