// SPDX-License-Identifier: MIT
// What the times of directories tell of what came and went while others used them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/disk.h"
#include "digest/file_clock.h"

namespace lintcache {

class StillDirectories {
 public:
  // Both must outlive it.
  StillDirectories(Disk& disk, const FileClock& clock) : disk_(disk), clock_(clock) {}

  // A directory was like that when it was first looked at.
  void looked(const std::string& directory, const StatTuple& tuple) { looked_.try_emplace(directory, Look{tuple, era_}); }
  void forget() { looked_.clear(); }

  // To be called before others begin to use what was looked at so far: `kept_names` and `kept_place` are asked of times after that.
  void begin_use() { ++era_; }

  // Have the names in a directory been the same all the time since then, as far as its times tell? Of one that is not there it is
  // asked of the one above it.
  [[nodiscard]] bool kept_names(const std::string& directory, int64_t since) const;

  // Has a directory been in its place all the time since then? Whoever moves one away and back changes its ctime, and not its mtime.
  [[nodiscard]] bool kept_place(const std::string& directory, int64_t since) const;

 private:
  struct Look {
    StatTuple tuple;
    int era = 0;
  };

  [[nodiscard]] std::optional<StatTuple> changed_tuple(const std::string& directory, int64_t since) const;

  Disk& disk_;
  const FileClock& clock_;
  std::unordered_map<std::string, Look> looked_;
  int era_ = 0;
};

}  // namespace lintcache
