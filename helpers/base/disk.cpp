// SPDX-License-Identifier: MIT
// The real disk, by way of the kernel.
#include "base/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/file.h"

namespace lintcache {
namespace {

constexpr size_t k_piece = 65536;

FileType type_of(mode_t mode) {
  if (S_ISREG(mode)) return FileType::regular;
  if (S_ISDIR(mode)) return FileType::directory;
  if (S_ISLNK(mode)) return FileType::symlink;
  return FileType::other;
}

// File systems without a ctime of their own (FAT gives it the mtime, which anybody sets), and images, which are put
// together with fixed times: the next release of one has the same times, sizes and inodes and other bytes.
bool is_dated(const struct statfs& system) {
  switch (static_cast<uint32_t>(system.f_type)) {
    case 0x00004d44:  // FAT
    case 0x2011bab0:  // exFAT
    case 0x73717368:  // SquashFS
    case 0xe0f5e1e2:  // EROFS
    case 0x28cd3d45:  // cramfs
    case 0x00009660:  // ISO 9660
    case 0x00007275:  // romfs
      return false;
    default: return true;
  }
}

// Asks `look` about a file system only once; they are few.
template <typename Look>
bool is_dated(dev_t device, Look look) {
  static thread_local std::vector<std::pair<dev_t, bool>> known;
  for (const auto& [one, answer] : known)
    if (one == device) return answer;
  struct statfs system {};
  const bool answer = look(system) != 0 || is_dated(system);
  known.emplace_back(device, answer);
  return answer;
}

FileStatus status_of(const struct stat& status, bool is_dated) {
  return {type_of(status.st_mode), tuple_of(status), status.st_dev, is_dated};
}

FileStatus status_of(const struct stat& status, int fd) {
  return status_of(status, is_dated(status.st_dev, [&](auto& system) { return fstatfs(fd, &system); }));
}

FileStatus status_of(const struct stat& status, const std::string& path) {
  return status_of(status, is_dated(status.st_dev, [&](auto& system) { return statfs(path.c_str(), &system); }));
}

bool means_absent(int error) { return error == ENOENT || error == ENOTDIR || error == ELOOP; }

// A regular file that is not too large, and what it was when it was opened.
struct OpenFile {
  Descriptor file;
  struct stat status {};
};

Result<std::optional<OpenFile>> open_to_read(const std::string& path) {
  // A fifo must not block us, and nothing that is not a regular file is read.
  OpenFile opened{Descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))};
  if (!opened.file) {
    if (means_absent(errno)) return std::optional<OpenFile>();
    return system_error(errno, "cannot open the file", path);
  }
  if (fstat(opened.file.get(), &opened.status) != 0) return system_error(errno, "cannot look at the file", path);
  if (!S_ISREG(opened.status.st_mode)) return our_fault("not a regular file", path);
  if (opened.status.st_size > k_most_read) return our_fault("too large to be read", path);
  return std::optional(std::move(opened));
}

// How many bytes were read after the `done` that were read before; 0 at the end.
Result<size_t> read_some(int fd, char* to, size_t most, size_t done, const std::string& path) {
  if (static_cast<int64_t>(done) > k_most_read) return our_fault("too large to be read", path);
  for (;;) {
    const ssize_t got = ::read(fd, to, most);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return system_error(errno, "cannot read the file", path);
  }
}

Result<std::string> read_to_end(int fd, int64_t expected, const std::string& path) {
  std::string bytes(static_cast<size_t>(expected) + 1, '\0');
  for (size_t done = 0;;) {
    if (done == bytes.size()) bytes.resize(bytes.size() * 2);
    LINTCACHE_TRY_ASSIGN(const size_t got, read_some(fd, bytes.data() + done, bytes.size() - done, done, path));
    if (got == 0) {
      bytes.resize(done);
      return bytes;
    }
    done += got;
  }
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
    if (stat(path.c_str(), &status) == 0) return std::optional(status_of(status, path));
    if (means_absent(errno)) return std::optional<FileStatus>();
    return system_error(errno, "cannot look at the file", path);
  }

  Result<std::optional<FileBytes>> read(const std::string& path) override {
    LINTCACHE_TRY_ASSIGN(const auto opened, open_to_read(path));
    if (!opened) return std::optional<FileBytes>();
    const int file = opened->file.get();
    LINTCACHE_TRY_ASSIGN(std::string bytes, read_to_end(file, opened->status.st_size, path));
    struct stat after {};
    if (fstat(file, &after) != 0) return system_error(errno, "cannot look at the file", path);
    return std::optional(FileBytes{std::move(bytes), status_of(opened->status, file), status_of(after, file)});
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
    return nanoseconds_of(time);
  }

  Result<FileStatus> stamp(const std::string& path) override {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
    struct stat status {};
    if (!file || futimens(file.get(), nullptr) != 0 || fstat(file.get(), &status) != 0)
      return system_error(errno, "cannot set the time of the file", path);
    return status_of(status, file.get());
  }
};

}  // namespace

Disk& real_disk() {
  static RealDisk disk;
  return disk;
}

StatTuple tuple_of(const struct stat& status) {
  return {status.st_size, nanoseconds_of(status.st_mtim), nanoseconds_of(status.st_ctim), status.st_ino};
}

Result<std::optional<FileStatus>> read_pieces(const std::string& path, const std::function<void(std::string_view piece)>& take) {
  LINTCACHE_TRY_ASSIGN(const auto opened, open_to_read(path));
  if (!opened) return std::optional<FileStatus>();
  std::array<char, k_piece> piece;
  for (size_t done = 0;;) {
    LINTCACHE_TRY_ASSIGN(const size_t got, read_some(opened->file.get(), piece.data(), piece.size(), done, path));
    if (got == 0) return std::optional(status_of(opened->status, opened->file.get()));
    take({piece.data(), got});
    done += got;
  }
}

Presence look_at(int directory, const char* path, StatTuple& tuple) {
  struct stat status {};
  if (fstatat(directory, path, &status, 0) != 0) return means_absent(errno) ? Presence::absent : Presence::unreachable;
  tuple = tuple_of(status);
  return Presence::there;
}

}  // namespace lintcache
