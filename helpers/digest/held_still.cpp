// SPDX-License-Identifier: MIT
// What the times of directories tell of what came and went.
#include "base/path.h"
#include "digest/stat_cache.h"

namespace lintcache {

// The tuple of a directory that may have been changed since then; nothing where it was not, or is none.
std::optional<StatTuple> StatCache::changed_tuple(const std::string& directory, int64_t since) {
  const auto status = disk_.status(directory);
  if (!status || !*status || (*status)->type != FileType::directory) return {};
  const StatTuple& now = (*status)->tuple;
  // It may be young, and be as it was when somebody looked before that time; which the clock, which ticks, would not tell.
  const auto looked = looked_in_.find(directory);
  if (looked != looked_in_.end() && looked->second < era_ && seen_.at(directory).tuple == now) return {};
  if (!lintcache::changed_since(now, clock_.earliest(since))) return {};
  return now;
}

bool StatCache::kept_names(const std::string& directory, int64_t since) {
  std::string nearest = directory;
  for (auto status = disk_.status(nearest); status && !*status && nearest != "/"; status = disk_.status(nearest)) nearest = parent_of(nearest);
  return !changed_tuple(nearest, since);
}

bool StatCache::kept_place(const std::string& directory, int64_t since) {
  const auto tuple = changed_tuple(directory, since);
  return !tuple || tuple->changed_nanoseconds == tuple->modified_nanoseconds;
}

}  // namespace lintcache
