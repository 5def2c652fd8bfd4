// SPDX-License-Identifier: MIT
// Who may work at the same time: so many of ours, and no more than the job server grants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schedule/jobserver.h"
#include "schedule/make_flags.h"

namespace lintcache {

// What there is to know besides `jobs`, the upper bound that somebody asked for (0: none).
struct Width {
  std::string parallel_level;  // CMAKE_BUILD_PARALLEL_LEVEL; counts where it is a number
  MakeFlags flags;
  bool has_server = false;  // that grants slots
  unsigned cpus = 1;
};

// How many may work at a time at most. With a job server it decides, within what make's -j says.
unsigned most_workers(unsigned jobs, const Width& width);

// Who says so, for people.
std::string why_so_many(unsigned jobs, const Width& width);

class JobSlots {
 public:
  // `server` may be nullptr; else it outlives the object.
  explicit JobSlots(unsigned width, JobServer* server = nullptr);
  JobSlots(const JobSlots&) = delete;
  ~JobSlots();

  // The number of a slot that is free now, counted from 0 and as small as may be. Never waits. The first one is ours
  // from the beginning; the others come from the job server, where there is one.
  std::optional<unsigned> take();
  void give(unsigned slot);

  // Becomes readable when take() is worth another try besides after give(); -1 where it never is.
  [[nodiscard]] int descriptor() const;
  [[nodiscard]] unsigned width() const { return static_cast<unsigned>(slots_.size()); }

 private:
  struct Slot {
    bool is_taken = false;
    std::optional<int> granted;  // by the server
  };
  JobServer* server_;
  std::vector<Slot> slots_;
  unsigned taken_ = 0, granted_ = 0;
};

}  // namespace lintcache
