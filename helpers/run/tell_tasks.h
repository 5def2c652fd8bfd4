// SPDX-License-Identifier: MIT
// Telling of tasks while they wait and run; what there is to tell stands in model/happening.h.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "model/summary.h"
#include "run/session.h"

namespace lintcache {

// Of those with an outcome, tool by tool.
void tell_reused(const Session& session, const std::vector<FinishedTask>& tasks);

// Of these, which are to run; `nanoseconds_before` of each is known.
void tell_queued(const Session& session, const std::vector<FinishedTask*>& tasks);

// The tasks of one process, which starts with this object. Of each something is told once: that it finished, that it is
// put back, or, when the object ends, that it was given up. To be used from one thread. All must outlive it.
class ToldJob {
 public:
  ToldJob(const Session& session, const std::vector<FinishedTask*>& tasks, unsigned slot);
  ToldJob(const ToldJob&) = delete;
  ~ToldJob();

  void finished(const FinishedTask& task);  // it has its outcome
  void put_back(const FinishedTask& task);

 private:
  void tell(const FinishedTask& task, TaskStep step) const;
  void settle(const FinishedTask& task, TaskStep step);

  const Session& session_;
  std::deque<FinishedTask*> open_;  // they are settled from the front
  uint32_t job_;
  unsigned slot_;
};

}  // namespace lintcache
