// SPDX-License-Identifier: MIT
// Reading another process: its memory by process_vm_readv(), the rest in /proc.
#include "trace/tracee.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "base/descriptor.h"

namespace lintcache {
namespace {

constexpr size_t k_piece = 256;  // most paths are shorter, and a piece that crosses no page cannot be half readable
// One word of a command line may have this many bytes (MAX_ARG_STRLEN).
constexpr size_t k_most_text = 32 * 4096;
constexpr size_t k_most_words = 1 << 20;

ssize_t read_some(pid_t thread, uint64_t address, void* into, size_t size) {
  iovec here{into, size};
  iovec there{reinterpret_cast<void*>(address), size};
  return process_vm_readv(thread, &here, 1, &there, 1, 0);
}

// Whoever traces may read, even where others may not: a word at a time.
bool peek(pid_t thread, uint64_t address, char* into, size_t size) {
  for (size_t done = 0; done < size; done += sizeof(long)) {
    errno = 0;
    const long word = ptrace(PTRACE_PEEKDATA, thread, address + done, nullptr);
    if (errno != 0) return false;
    std::memcpy(into + done, &word, std::min(sizeof word, size - done));
  }
  return true;
}

std::string link_text(const char* path) {
  std::array<char, PATH_MAX> text;
  const ssize_t size = readlink(path, text.data(), text.size());
  return size <= 0 ? std::string() : std::string(text.data(), static_cast<size_t>(size));
}

std::string proc_link(pid_t thread, const char* name) {
  std::array<char, 64> path;
  snprintf(path.data(), path.size(), "/proc/%d/%s", thread, name);
  return link_text(path.data());
}

// What stands behind a mark in a file of /proc.
std::optional<int> number_after(pid_t thread, const char* name, const char* mark) {
  std::array<char, 64> path;
  snprintf(path.data(), path.size(), "/proc/%d/%s", thread, name);
  const Descriptor file(open(path.data(), O_RDONLY | O_CLOEXEC));
  std::array<char, 1024> text;
  const ssize_t size = file ? read(file.get(), text.data(), text.size() - 1) : -1;
  if (size <= 0) return {};
  text[static_cast<size_t>(size)] = 0;
  const char* line = std::strstr(text.data(), mark);
  int number = 0;
  if (line == nullptr || sscanf(line + std::strlen(mark), " %d", &number) != 1) return {};
  return number;
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

// The descriptor that such a path stands for.
std::optional<int> descriptor_named(pid_t thread, std::string_view path) {
  if (path == "/dev/stdin") return 0;
  if (path == "/dev/stdout") return 1;
  if (path == "/dev/stderr") return 2;
  const std::string own = "/proc/" + std::to_string(process_of(thread)) + "/fd/";
  for (const std::string_view start : {std::string_view("/proc/self/fd/"), std::string_view("/proc/thread-self/fd/"),
                                       std::string_view("/dev/fd/"), std::string_view(own)})
    if (path.starts_with(start)) return number_in(path.substr(start.size()));
  return {};
}

}  // namespace

bool read_memory(pid_t thread, uint64_t address, void* into, size_t size) {
  return read_some(thread, address, into, size) == static_cast<ssize_t>(size) ||
         peek(thread, address, static_cast<char*>(into), size);
}

bool write_memory(pid_t thread, uint64_t address, const void* from, size_t size) {
  iovec here{const_cast<void*>(from), size};
  iovec there{reinterpret_cast<void*>(address), size};
  return process_vm_writev(thread, &here, 1, &there, 1, 0) == static_cast<ssize_t>(size);
}

std::optional<std::string> read_text(pid_t thread, uint64_t address) {
  std::string text;
  std::array<char, k_piece> piece;
  while (text.size() < k_most_text) {
    const uint64_t at = address + text.size();
    const size_t size = k_piece - at % k_piece;
    if (!read_memory(thread, at, piece.data(), size)) return {};
    const char* end = static_cast<const char*>(std::memchr(piece.data(), 0, size));
    text.append(piece.data(), end == nullptr ? size : static_cast<size_t>(end - piece.data()));
    if (end != nullptr) return text;
  }
  return {};
}

std::optional<std::vector<std::string>> read_texts(pid_t thread, uint64_t address) {
  std::vector<std::string> texts;
  for (; address != 0 && texts.size() < k_most_words; address += sizeof(uint64_t)) {
    uint64_t pointer = 0;
    if (!read_memory(thread, address, &pointer, sizeof pointer)) return {};
    if (pointer == 0) break;
    auto text = read_text(thread, pointer);
    if (!text) return {};
    texts.push_back(std::move(*text));
  }
  return texts;
}

std::string descriptor_target(pid_t thread, int descriptor) {
  std::array<char, 32> name;
  snprintf(name.data(), name.size(), "fd/%d", descriptor);
  std::string target = proc_link(thread, name.data());
  if (!target.starts_with("/proc/")) return target;
  // Asked for as /proc/self, it is named by a number that is another one each time.
  const std::string own = "/proc/" + std::to_string(process_of(thread)) + "/";
  return target.starts_with(own) ? "/proc/self/" + target.substr(own.size()) : target;
}

std::string working_directory(pid_t thread) { return proc_link(thread, "cwd"); }

std::string executable_of(pid_t thread) { return proc_link(thread, "exe"); }

bool is_busy(pid_t thread) {
  std::array<char, 64> path;
  snprintf(path.data(), path.size(), "/proc/%d/stat", thread);
  const Descriptor file(open(path.data(), O_RDONLY | O_CLOEXEC));
  std::array<char, 128> text;
  const ssize_t size = file ? read(file.get(), text.data(), text.size()) : -1;
  if (size <= 0) return false;
  // Its name stands before its state, in brackets, and may hold others.
  const std::string_view line(text.data(), static_cast<size_t>(size));
  const size_t end = line.rfind(") ");
  return end != std::string_view::npos && end + 2 < line.size() && (line[end + 2] == 'R' || line[end + 2] == 't');
}

pid_t process_of(pid_t thread) {
  const auto process = number_after(thread, "status", "\nTgid:");
  return process.value_or(0);
}

pid_t opened_process(pid_t thread, int descriptor) {
  std::array<char, 32> name;
  snprintf(name.data(), name.size(), "fdinfo/%d", descriptor);
  return number_after(thread, name.data(), "\nPid:").value_or(-1);
}

std::string named_path(pid_t thread, int directory, const std::string& path, bool follows) {
  if (path.starts_with('/')) {
    if (!follows) return path;
    if (!path.starts_with("/proc/") && !path.starts_with("/dev/")) return path;
    const auto descriptor = descriptor_named(thread, path);
    std::string target = descriptor ? descriptor_target(thread, *descriptor) : std::string();
    return target.starts_with('/') ? target : path;
  }
  std::string place = directory == AT_FDCWD ? working_directory(thread) : descriptor_target(thread, directory);
  if (path.empty() || place.empty()) return place;
  if (!place.ends_with('/')) place += '/';
  return place + path;
}

}  // namespace lintcache
