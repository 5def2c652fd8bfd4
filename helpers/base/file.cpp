// SPDX-License-Identifier: MIT
// Writing and removing files.
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <random>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "base/disk.h"
#include "base/path.h"

namespace lintcache {
namespace {

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

Result<void> make_directories(const std::string& directory) {
  if (mkdir(directory.c_str(), 0777) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return system_error(errno, "cannot make the directory", directory);
  LINTCACHE_TRY(make_directories(parent_of(directory)));
  if (mkdir(directory.c_str(), 0777) == 0 || errno == EEXIST) return {};
  return system_error(errno, "cannot make the directory", directory);
}

Result<void> write_atomically(const std::string& path, std::string_view bytes) {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  const std::string directory = parent_of(path);
  const std::string temporary = fmt::format("{}/.lintcache-{}-{:x}", directory, getpid(), random());
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

Result<void> remove_file(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return {};
  return system_error(errno, "cannot remove the file", path);
}

void remove_empty_directories(const std::string& directory, const std::string& top) {
  for (std::string at = directory; is_below(at, top); at = parent_of(at))
    if (rmdir(at.c_str()) != 0 && errno != ENOENT) return;
}

}  // namespace lintcache
