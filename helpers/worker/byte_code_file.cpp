// SPDX-License-Identifier: MIT
// Reading, writing and dropping files of compiled code.
#include "worker/byte_code_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/path.h"

namespace lintcache {
namespace {

namespace fs = std::filesystem;

constexpr size_t k_sum = 8;
constexpr off_t k_most = off_t{256} << 20;
constexpr std::string_view k_suffix = ".checked.pyc";    // as in recorder_code.py
constexpr std::string_view k_temporary = ".lintcache-";  // as in base/file.cpp

using Sum = std::array<char, k_sum>;

// Any change of a single word changes the sum.
Sum sum_of(std::string_view bytes) {
  uint64_t value = 0x9e3779b97f4a7c15u ^ bytes.size();
  while (!bytes.empty()) {
    uint64_t word = 0;
    const size_t size = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), size);
    value = std::rotl(value ^ word, 29) * 0xbf58476d1ce4e5b9u;
    bytes.remove_prefix(size);
  }
  return std::bit_cast<Sum>(value);
}

// Empty where it is no regular file, or of a size that none of ours has.
std::string read_whole(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status;
  if (!file || fstat(file.get(), &status) != 0) return {};
  if (!S_ISREG(status.st_mode) || status.st_size > k_most) return {};
  std::string bytes(static_cast<size_t>(status.st_size), '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};
    size += static_cast<size_t>(got);
  }
  return bytes;
}

bool is_gone(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

// A writer that lives would miss its file.
bool is_left_behind(const fs::directory_entry& file) {
  std::error_code error;
  const auto written = file.last_write_time(error);
  return !error && fs::file_time_type::clock::now() - written > std::chrono::minutes(1);
}

bool is_orphaned(const fs::directory_entry& file, const std::string& directory) {
  if (file.path().filename().string().starts_with(k_temporary)) return is_left_behind(file);
  const std::string source = source_of_byte_code(file.path().string(), directory);
  return !source.empty() && is_gone(source);
}

}  // namespace

std::string read_byte_code(const std::string& file, std::string_view head) {
  std::string bytes = read_whole(file);
  if (bytes.size() <= k_byte_code_head + k_sum || head.size() != k_byte_code_head || !bytes.starts_with(head))
    return {};
  const Sum sum = sum_of(std::string_view(bytes).substr(0, bytes.size() - k_sum));
  if (!bytes.ends_with(std::string_view(sum.data(), sum.size()))) return {};
  return bytes.substr(k_byte_code_head, bytes.size() - k_byte_code_head - k_sum);
}

Result<void> write_byte_code(const std::string& file, std::string_view head, std::string_view code) {
  std::string bytes;
  bytes.append(head).append(code);
  const Sum sum = sum_of(bytes);
  bytes.append(sum.data(), sum.size());
  std::error_code error;
  if (fs::is_directory(fs::symlink_status(file, error))) fs::remove_all(file, error);
  return write_atomically(file, bytes);
}

std::string source_of_byte_code(const std::string& file, const std::string& directory) {
  if (!is_below(file, directory) || !file.ends_with(k_suffix)) return {};
  std::string source = file.substr(directory.size(), file.size() - directory.size() - k_suffix.size());
  // What Python calls itself, and perhaps how it optimises.
  const auto drop_last_word = [&] { source.resize(std::min(source.rfind('.'), source.size())); };
  if (source.substr(std::min(source.rfind('.'), source.size())).starts_with(".opt-")) drop_last_word();
  drop_last_word();
  return source;
}

void drop_orphaned_byte_code(const std::string& directory) {
  std::vector<std::string> orphans;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator at(directory, options, error);
  for (; !error && at != fs::end(at); at.increment(error))
    if (!at->is_directory(error) && is_orphaned(*at, directory)) orphans.push_back(at->path().string());
  for (const std::string& orphan : orphans) {
    [[maybe_unused]] const auto gone = remove_file(orphan);
    remove_empty_directories(parent_of(orphan), directory);
  }
}

}  // namespace lintcache
