// SPDX-License-Identifier: MIT
// The rules of what counts as an input of an import.
#include "worker/observer.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "base/path.h"

namespace lintcache {
namespace {

std::optional<mode_t> type_of(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return {};
  return status.st_mode & S_IFMT;
}

// The regular file that `path` would lie in, as `z.zip` for `z.zip/package/module.py`, or empty.
std::string enclosing_file(std::string path) {
  while (path.size() > 1) {
    path = parent_of(path);
    if (const auto type = type_of(path)) return *type == S_IFREG ? path : std::string();
  }
  return {};
}

bool is_byte_code_cache(const std::string& path, const std::vector<std::string>& directories) {
  if (!path.ends_with(".pyc")) return false;
  return file_name(parent_of(path)) == "__pycache__" ||
         std::any_of(directories.begin(), directories.end(),
                     [&](const std::string& directory) { return is_below(path, directory); });
}

// What the kernel tells there is another with each read.
bool is_of_the_kernel(const std::string& path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/") || path.starts_with("/sys/");
}

bool has_parent_step(std::string_view path) {
  return path.find("/../") != std::string_view::npos || path.starts_with("../") ||
         path.ends_with("/..") || path == "..";
}

}  // namespace

Observer::Observer(SharedRecord& record, const std::string& byte_code) : record_(record) {
  if (!byte_code.empty()) byte_code_directories_.push_back(byte_code);
  if (const char* directory = getenv("PYTHONPYCACHEPREFIX"); directory != nullptr && *directory != '\0')
    byte_code_directories_.push_back(absolute(directory));
}

std::string Observer::absolute(std::string_view path) {
  std::string whole(path);
  if (whole.empty() || whole.front() != '/') whole = joined(current_directory(), whole);
  if (has_parent_step(whole)) {
    // `a/link/..` is not `a`: the part up to the last `..` is for the kernel to say.
    size_t end = whole.rfind("/../");
    end = end == std::string::npos || whole.ends_with("/..") ? whole.size() : end + 3;
    const std::unique_ptr<char, void (*)(void*)> real(
        realpath(whole.substr(0, end).c_str(), nullptr), std::free);
    if (real) whole = real.get() + whole.substr(end);
  }
  return absolute_path(whole, "/");
}

void Observer::enter(uint32_t module) {
  module_ = module;
  record_.enter(module);
}

std::string Observer::key(SeenKind kind, std::string_view path) const {
  std::string key(reinterpret_cast<const char*>(&module_), sizeof module_);
  return key.append(1, static_cast<char>(kind)).append(path);
}

bool Observer::is_new(SeenKind kind, std::string_view path, std::string_view detail) {
  std::string whole = key(kind, path);
  if (kind == SeenKind::lookup) whole.append(1, '\0').append(detail);
  return added_.insert(std::move(whole)).second;
}

void Observer::add(SeenKind kind, const std::string& path, std::string_view detail) {
  if (is_new(kind, path, detail)) record_.add_seen(module_, kind, path, detail);
}

void Observer::lookup(std::string_view entry, const std::string& leaf) {
  // No file can have such a name, so no change on disk can answer the question in another way.
  if (leaf.empty() || leaf.find('/') != std::string::npos || leaf.find('\0') != std::string::npos) return;
  const std::string directory = absolute(entry);
  if (!is_new(SeenKind::lookup, directory, leaf)) return;
  record_.add_seen(module_, SeenKind::lookup, directory, leaf);
  const std::string below = joined(directory, leaf);
  const auto type = type_of(below);
  if (type == S_IFDIR) add(SeenKind::lookup, below, "__init__");
  if (type) return;
  // Where the entry is no directory, a file's content may have answered.
  if (const auto entry_type = type_of(directory); entry_type != S_IFDIR) {
    const std::string archive = entry_type == S_IFREG ? directory : enclosing_file(directory);
    if (!archive.empty()) add(SeenKind::data, archive, "");
  }
}

void Observer::module_file(SeenKind kind, std::string_view path, std::string_view name) {
  const std::string file = absolute(path);
  const auto type = type_of(file);
  if (type == S_IFREG) {
    add(kind, file, name);
  } else if (!type) {
    if (const std::string archive = enclosing_file(file); !archive.empty()) add(SeenKind::data, archive, "");
  }
}

void Observer::opened(std::string_view path, int flags) {
  const std::string file = absolute(path);
  if (is_of_the_kernel(file) || is_byte_code_cache(file, byte_code_directories_)) return;
  const bool writes = (flags & O_ACCMODE) != O_RDONLY;
  // A file that is only written, or that was written before it was read, says nothing new.
  if (written_.contains(file)) return;
  if (writes) written_.insert(file);
  if ((flags & O_ACCMODE) == O_WRONLY || (flags & O_TRUNC) != 0) return;
  const auto type = type_of(file);
  if (writes && !type) return;
  if (type == S_IFDIR) return listed(file);
  for (const SeenKind kind : {SeenKind::module, SeenKind::extension})
    if (added_.contains(key(kind, file))) return;
  add(SeenKind::data, file, "");
}

void Observer::listed(std::string_view directory) {
  const std::string path = absolute(directory);
  if (!is_of_the_kernel(path)) add(SeenKind::listing, path, "");
}

void Observer::add_library(const std::string& name) {
  const std::string file = absolute(name);
  if (!added_.contains(key(SeenKind::extension, file))) add(SeenKind::library, file, "");
}

void Observer::libraries() {
  for (const std::string& name : libraries_.fresh()) add_library(name);
  const uint32_t module = module_;
  for (const auto& [who, wanted] : std::exchange(wanted_, {})) {
    module_ = who;
    for (const std::string& name : libraries_.named(wanted)) add_library(name);
  }
  module_ = module;
}

}  // namespace lintcache
