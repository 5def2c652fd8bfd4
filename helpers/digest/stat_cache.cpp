// SPDX-License-Identifier: MIT
// Trusting what was seen before, and when not to.
#include "digest/stat_cache.h"

#include <algorithm>

#include "digest/hasher.h"

namespace lintcache {
namespace {

constexpr int64_t k_second = 1'000'000'000;

// Linux stamps files from a clock that ticks every 1 to 10 ms; a file system that keeps whole seconds
// may round to two of them (FAT).
constexpr int64_t k_fine_slack = 10'000'000;
constexpr int64_t k_coarse_slack = 2 * k_second;

// How often a file that changes while it is read is read again.
constexpr int k_attempts = 3;

bool matches(const std::string& name, const std::string& leaf) {
  return name.starts_with(leaf) && (name.size() == leaf.size() || name[leaf.size()] == '.');
}

// Could a change at `looked_at` or later leave this tuple as it is?
bool is_ambiguous(const StatTuple& tuple, int64_t looked_at) {
  const bool whole_seconds = tuple.modified_nanoseconds % k_second == 0 &&
                             tuple.changed_nanoseconds % k_second == 0;
  const int64_t newest = std::max(tuple.modified_nanoseconds, tuple.changed_nanoseconds);
  return newest >= looked_at - (whole_seconds ? k_coarse_slack : k_fine_slack);
}

}  // namespace

const Digest k_unreadable = digest_of("there, but not readable");

StatCache::StatCache(Disk& disk, Memory memory) : disk_(disk), memory_(std::move(memory)) {}

Digest StatCache::content(const std::string& path) {
  if (const auto seen = contents_.find(path); seen != contents_.end()) return seen->second;
  const auto status = disk_.status(path);
  Digest digest;
  if (!status || (*status && (*status)->type != FileType::regular)) {
    digest = k_unreadable;
  } else if (*status) {
    const StatTuple& tuple = (*status)->tuple;
    const auto known = memory_.files.find(path);
    const bool trusted =
        known != memory_.files.end() && known->second.tuple == tuple && !known->second.ambiguous;
    digest = trusted ? known->second.digest : read_content(path, tuple);
  }
  return contents_[path] = digest;
}

Digest StatCache::read_content(const std::string& path, const StatTuple& tuple) {
  memory_.files.erase(path);
  FileRecord record{tuple, k_unreadable, true};
  for (int attempt = 0; attempt < k_attempts; ++attempt) {
    // Before the first byte is read: a slow read gives an edit in the file's own tick time to slip in.
    const int64_t looked_at = disk_.now();
    const auto read = disk_.read(path);
    if (!read) return k_unreadable;
    if (!*read) return {};
    const FileBytes& file = **read;
    ++files_hashed_;
    record = {file.after.tuple, digest_of(file.bytes), is_ambiguous(file.after.tuple, looked_at)};
    if (file.before.tuple == file.after.tuple) break;
    record.ambiguous = true;
  }
  memory_.files[path] = record;
  new_files_.insert(path);
  return record.digest;
}

Result<const std::vector<DirectoryEntry>*> StatCache::entries(const std::string& directory) {
  using Entries = const std::vector<DirectoryEntry>*;
  if (directories_.contains(directory)) return Entries(&memory_.directories[directory].entries);
  if (absent_directories_.contains(directory)) return Entries(nullptr);
  LINTCACHE_TRY_ASSIGN(const auto status, disk_.status(directory));
  if (status && status->type == FileType::directory) {
    const auto known = memory_.directories.find(directory);
    const bool trusted = known != memory_.directories.end() &&
                         known->second.tuple == status->tuple && !known->second.ambiguous;
    if (trusted) {
      directories_.insert(directory);
      return Entries(&known->second.entries);
    }
    const bool ambiguous = is_ambiguous(status->tuple, disk_.now());
    LINTCACHE_TRY_ASSIGN(auto entries, disk_.list(directory));
    ++directories_listed_;
    if (entries) {
      directories_.insert(directory);
      new_directories_.insert(directory);
      DirectoryRecord& record = memory_.directories[directory];
      record = {status->tuple, std::move(*entries), ambiguous};
      return Entries(&record.entries);
    }
  }
  absent_directories_.insert(directory);
  return Entries(nullptr);
}

Digest StatCache::listing(const std::string& directory) {
  const auto found = entries(directory);
  if (!found) return k_unreadable;
  if (*found == nullptr) return {};
  Hasher hasher;
  for (const DirectoryEntry& entry : **found) hasher.field("name", entry.name);
  return hasher.digest();
}

Digest StatCache::lookup(const std::string& directory, const std::string& leaf) {
  const auto found = entries(directory);
  if (!found) return k_unreadable;
  if (*found == nullptr) return {};
  const std::vector<DirectoryEntry>& names = **found;
  Hasher hasher;
  auto entry = std::lower_bound(names.begin(), names.end(), leaf,
                                [](const auto& a, const auto& b) { return a.name < b; });
  bool any = false;
  for (; entry != names.end() && entry->name.starts_with(leaf); ++entry) {
    if (!matches(entry->name, leaf)) continue;
    any = true;
    hasher.field("name", entry->name);
    hasher.field("type", std::to_string(static_cast<int>(entry->type)));
  }
  return any ? hasher.digest() : Digest{};
}

Digest StatCache::state(const Input& input) {
  if (input.kind == InputKind::content) return content(input.path);
  if (const auto seen = states_.find(input); seen != states_.end()) return seen->second;
  const Digest digest = input.kind == InputKind::listing ? listing(input.path)
                                                         : lookup(input.path, input.detail);
  return states_[input] = digest;
}

bool StatCache::still(const Input& input) {
  const Digest before = state(input);
  const auto status = disk_.status(input.path);
  if (!status) return before == k_unreadable;
  if (!*status) return before.is_absent();
  const StatTuple& tuple = (*status)->tuple;
  if (input.kind == InputKind::content) {
    const auto known = memory_.files.find(input.path);
    const bool is_known = known != memory_.files.end();
    if (is_known && known->second.tuple == tuple && !known->second.ambiguous) return true;
  } else if (const auto known = memory_.directories.find(input.path);
             known != memory_.directories.end() && known->second.tuple == tuple &&
             !known->second.ambiguous) {
    return true;
  }
  StatCache anew(disk_);
  return anew.state(input) == before;
}

std::vector<std::string> StatCache::unused_files() const {
  std::vector<std::string> paths;
  for (const auto& [path, record] : memory_.files) {
    const auto seen = contents_.find(path);
    if (seen == contents_.end() || seen->second.is_absent()) paths.push_back(path);
  }
  return paths;
}

std::vector<std::string> StatCache::unused_directories() const {
  std::vector<std::string> paths;
  for (const auto& [path, record] : memory_.directories)
    if (!directories_.contains(path)) paths.push_back(path);
  return paths;
}

}  // namespace lintcache
