// SPDX-License-Identifier: MIT
// The disk seam: what LintCache asks of a file system, so that tests can put a recording one in its place.
//
// Paths are bytes, absolute, and never end in `/` (but for the root).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct stat;  // of the kernel

#include "base/result.h"

namespace lintcache {

// The values are on disk: never renumber.
enum class FileType : uint8_t { regular = 0, directory = 1, symlink = 2, other = 3 };

// What tells that a file was not touched: nobody but the kernel can set ctime, so restored mtimes show.
struct StatTuple {
  int64_t size = 0;               // bytes
  int64_t modified_nanoseconds = 0;  // since the epoch
  int64_t changed_nanoseconds = 0;   // ctime, since the epoch
  uint64_t inode = 0;
  bool operator==(const StatTuple&) const = default;
};

struct FileStatus {
  FileType type = FileType::regular;
  StatTuple tuple;
  uint64_t device = 0;   // its file system; may have another number after the next mount
  bool is_dated = true;  // false where ctime says nothing: the file system keeps none, or is an image with fixed times
};

struct DirectoryEntry {
  std::string name;
  FileType type = FileType::regular;
  bool operator==(const DirectoryEntry&) const = default;
};

// The bytes of a file with its status just before and just after they were read.
struct FileBytes {
  std::string bytes;
  FileStatus before;
  FileStatus after;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // Follows symbolic links; nothing where there is no such file.
  virtual Result<std::optional<FileStatus>> status(const std::string& path) = 0;

  // Nothing where there is no such file; an error where it cannot be read.
  virtual Result<std::optional<FileBytes>> read(const std::string& path) = 0;

  // Sorted by name, without `.` and `..`; nothing where there is no such directory.
  virtual Result<std::optional<std::vector<DirectoryEntry>>> list(const std::string& directory) = 0;

  // The time that a file changed now would get, by the clock of this machine, in nanoseconds since the epoch. A file
  // system on another machine has its own.
  virtual int64_t now() = 0;

  // Sets the times of a file of ours to now, by the clock of its file system, and gives its status after that. Makes
  // the file where it is missing; an error where that cannot be done.
  virtual Result<FileStatus> stamp(const std::string& path) { return our_fault("cannot set the time of the file", path); }
};

Disk& real_disk();

StatTuple tuple_of(const struct stat& status);

// Reads a file of the real disk for who does not need all of it at a time: a small buffer stays in the processor's cache, where a
// whole file would need memory that nobody has touched yet. Gives what was opened; nothing where there is no such file; an error
// as `Disk::read`.
Result<std::optional<FileStatus>> read_pieces(const std::string& path, const std::function<void(std::string_view piece)>& take);

// What is at a path, without more work than the kernel's: for who asks about very many.
enum class Presence : uint8_t { absent = 0, there = 1, unreachable = 2 };

// The real disk's answer as `Disk::status` gives it. `path` is absolute, or relative to the open directory; `tuple` is
// set where something is there.
Presence look_at(int directory, const char* path, StatTuple& tuple);

}  // namespace lintcache
