// SPDX-License-Identifier: MIT
// What time it is for the files of a file system, which may have a clock of its own.
//
// The machine's clock stamps the files of its own disks; a server stamps those that it serves. So a probe, a file of
// ours, is touched, and its time is the time of all files beside it. That is done at most ten times a second: what is
// used in between is too early, and a file judged by too early a time is doubted, never trusted, without need.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/disk.h"
#include "digest/trust.h"

namespace lintcache {

class FileClock {
 public:
  // `probe` may be empty: then there is only the machine's clock.
  FileClock(Disk& disk, std::string probe) : disk_(disk), probe_(std::move(probe)) {}

  // A file of this device that is changed from now on gets this time or a later one, before it is rounded.
  int64_t now(uint64_t device);

  // The same for the machine's own files, and for those beside the probe (0 where that cannot be known).
  int64_t machine() { return tick(); }
  int64_t state();

  // A time of the machine's clock, by the clock beside the probe where that is behind: the earlier of both.
  [[nodiscard]] int64_t earliest(int64_t machine_time) const;

  // Has one of the clocks been seen going back since this was last asked?
  [[nodiscard]] bool went_back() { return std::exchange(went_back_, false); }

 private:
  int64_t tick();
  void touch(int64_t machine);

  Disk& disk_;
  std::string probe_;
  uint64_t device_ = 0;   // of the probe
  int64_t state_ = 0;     // when it was last touched, by its own clock; 0: never
  int64_t touched_ = 0;   // the same by the machine's
  int64_t machine_ = 0;   // when it was last asked
  bool went_back_ = false;
};

// Is one of the clocks behind the time at which files were judged? Then nobody knows what was judged by a later time.
bool is_behind(FileClock& clock, const JudgedTimes& judged);

}  // namespace lintcache
