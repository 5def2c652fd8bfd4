// SPDX-License-Identifier: MIT
// The real disk, by way of the kernel.
#include "base/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <memory>

#include "base/descriptor.h"

namespace lintcache {
namespace {

int64_t nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileType type_of(mode_t mode) {
  if (S_ISREG(mode)) return FileType::regular;
  if (S_ISDIR(mode)) return FileType::directory;
  if (S_ISLNK(mode)) return FileType::symlink;
  return FileType::other;
}

FileStatus status_of(const struct stat& status) {
  return {type_of(status.st_mode),
          {status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), status.st_ino}};
}

bool means_absent(int error) { return error == ENOENT || error == ENOTDIR || error == ELOOP; }

Result<std::string> read_to_end(int fd, int64_t expected, const std::string& path) {
  std::string bytes(static_cast<size_t>(expected) + 1, '\0');
  size_t done = 0;
  for (;;) {
    if (done == bytes.size()) bytes.resize(bytes.size() * 2);
    const ssize_t got = ::read(fd, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno, "cannot read the file", path);
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

// File systems that do not tell the type while listing are asked for each entry.
FileType entry_type(int directory, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG: return FileType::regular;
    case DT_DIR: return FileType::directory;
    case DT_LNK: return FileType::symlink;
    case DT_UNKNOWN: break;
    default: return FileType::other;
  }
  struct stat status {};
  if (fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return FileType::other;
  return type_of(status.st_mode);
}

class RealDisk final : public Disk {
 public:
  Result<std::optional<FileStatus>> status(const std::string& path) override {
    struct stat status {};
    if (stat(path.c_str(), &status) == 0) return std::optional(status_of(status));
    if (means_absent(errno)) return std::optional<FileStatus>();
    return system_error(errno, "cannot look at the file", path);
  }

  Result<std::optional<FileBytes>> read(const std::string& path) override {
    // A fifo must not block us, and nothing that is not a regular file is read.
    Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) {
      if (means_absent(errno)) return std::optional<FileBytes>();
      return system_error(errno, "cannot open the file", path);
    }
    struct stat before {}, after {};
    if (fstat(file.get(), &before) != 0) return system_error(errno, "cannot look at the file", path);
    if (!S_ISREG(before.st_mode)) return our_fault("not a regular file", path);
    LINTCACHE_TRY_ASSIGN(std::string bytes, read_to_end(file.get(), before.st_size, path));
    if (fstat(file.get(), &after) != 0) return system_error(errno, "cannot look at the file", path);
    return std::optional(FileBytes{std::move(bytes), status_of(before), status_of(after)});
  }

  Result<std::optional<std::vector<DirectoryEntry>>> list(const std::string& directory) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(opendir(directory.c_str()), closedir);
    if (!stream) {
      if (means_absent(errno)) return std::optional<std::vector<DirectoryEntry>>();
      return system_error(errno, "cannot list the directory", directory);
    }
    std::vector<DirectoryEntry> entries;
    errno = 0;
    while (const dirent* entry = readdir(stream.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..")
        entries.push_back({name, entry_type(dirfd(stream.get()), *entry)});
      errno = 0;
    }
    if (errno != 0) return system_error(errno, "cannot list the directory", directory);
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return std::optional(std::move(entries));
  }

  int64_t now() override {
    // The kernel stamps files from this clock, so no file can be newer than it.
    timespec time{};
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return nanoseconds(time);
  }
};

}  // namespace

Disk& real_disk() {
  static RealDisk disk;
  return disk;
}

}  // namespace lintcache
