// SPDX-License-Identifier: MIT
// Writing and removing files.
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <random>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/disk.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr std::string_view k_temporary = ".lintcache-";
constexpr std::string_view k_swept = ".lintcache-swept";
constexpr int64_t k_hour = 3600 * int64_t{1'000'000'000};

// Was this name given by a process that is no more? A process that merely got the same number keeps the file alive,
// until it ends, too.
bool is_left_over(std::string_view name) {
  if (!name.starts_with(k_temporary)) return false;
  name.remove_prefix(k_temporary.size());
  pid_t process = 0;
  const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), process);
  const bool is_ours = error == std::errc() && process > 0 && rest != name.data() + name.size() && *rest == '-';
  return is_ours && kill(process, 0) != 0 && errno == ESRCH;
}

bool is_older(const std::string& path, int64_t age) {
  const auto status = real_disk().status(path);
  return status && *status && (*status)->tuple.modified_nanoseconds < real_disk().now() - age;
}

size_t sweep(const std::string& directory) {
  const auto entries = real_disk().list(directory);
  size_t removed = 0;
  if (!entries || !*entries) return removed;
  for (const DirectoryEntry& entry : **entries) {
    const std::string path = joined(directory, entry.name);
    if (entry.type == FileType::directory) removed += sweep(path);
    // The hour is for processes on other machines, whose numbers say nothing here.
    if (entry.type == FileType::regular && is_left_over(entry.name) && is_older(path, k_hour))
      removed += unlink(path.c_str()) == 0 ? 1 : 0;
  }
  return removed;
}

Result<void> write_fully(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_error(errno, "cannot write the file", path);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return {};
}

}  // namespace

Result<void> make_directories(const std::string& directory, unsigned mode) {
  if (mkdir(directory.c_str(), mode) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return system_error(errno, "cannot make the directory", directory);
  LINTCACHE_TRY(make_directories(parent_of(directory), mode));
  if (mkdir(directory.c_str(), mode) == 0 || errno == EEXIST) return {};
  return system_error(errno, "cannot make the directory", directory);
}

Result<void> write_atomically(const std::string& path, std::string_view bytes) {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  const std::string directory = parent_of(path);
  const std::string temporary = fmt::format("{}/{}{}-{:x}", directory, k_temporary, getpid(), random());
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  Descriptor file(open(temporary.c_str(), flags, 0666));
  if (!file && errno == ENOENT) {
    LINTCACHE_TRY(make_directories(directory));
    file = Descriptor(open(temporary.c_str(), flags, 0666));
  }
  if (!file) return system_error(errno, "cannot write the file", path);
  if (auto written = write_fully(file.get(), bytes, path); !written) {
    unlink(temporary.c_str());
    return written;
  }
  if (rename(temporary.c_str(), path.c_str()) == 0) return {};
  const int error = errno;
  unlink(temporary.c_str());
  return system_error(error, "cannot put the file in its place", path);
}

Result<void> write_if_changed(const std::string& path, std::string_view bytes) {
  auto old = real_disk().read(path);
  if (old && *old && (*old)->bytes == bytes) return {};
  return write_atomically(path, bytes);
}

size_t sweep_temporaries(const std::string& directory) {
  const std::string swept = joined(directory, k_swept);
  const auto last = real_disk().status(swept);
  if (last && *last && !is_older(swept, 24 * k_hour)) return 0;
  // Without a mark it would be done in each run.
  if (!real_disk().stamp(swept)) return 0;
  return sweep(directory);
}

Result<void> remove_file(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return {};
  return system_error(errno, "cannot remove the file", path);
}

void remove_empty_directories(const std::string& directory, const std::string& top) {
  for (std::string at = directory; is_below(at, top); at = parent_of(at))
    if (rmdir(at.c_str()) != 0 && errno != ENOENT) return;
}

}  // namespace lintcache
