// SPDX-License-Identifier: MIT
// Comparing times with the time of use.
#include "digest/held_still.h"

#include "base/path.h"
#include "digest/trust.h"

namespace lintcache {

// The tuple of a directory that may have been changed since then; nothing where it was not, or is none.
std::optional<StatTuple> StillDirectories::changed_tuple(const std::string& directory, int64_t since) const {
  const auto status = disk_.status(directory);
  if (!status || !*status || (*status)->type != FileType::directory) return {};
  const StatTuple& now = (*status)->tuple;
  // It may be young, and be as it was when somebody looked before that time; which the clock, which ticks, would not tell.
  const auto looked = looked_.find(directory);
  if (looked != looked_.end() && looked->second.era < era_ && looked->second.tuple == now) return {};
  if (!changed_since(now, clock_.earliest(since))) return {};
  return now;
}

bool StillDirectories::kept_names(const std::string& directory, int64_t since) const {
  std::string nearest = directory;
  for (auto status = disk_.status(nearest); status && !*status && nearest != "/"; status = disk_.status(nearest)) nearest = parent_of(nearest);
  return !changed_tuple(nearest, since);
}

bool StillDirectories::kept_place(const std::string& directory, int64_t since) const {
  const auto tuple = changed_tuple(directory, since);
  return !tuple || tuple->changed_nanoseconds == tuple->modified_nanoseconds;
}

}  // namespace lintcache
