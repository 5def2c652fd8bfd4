// SPDX-License-Identifier: MIT
// Who ran when, on which slot: one run after it is over. Times are nanoseconds since it began.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/happening.h"

namespace lintcache {

struct TimelineTask {
  std::string file;  // printable; empty: the whole tree
  TaskStep end = TaskStep::given_up;  // how it left the process; where it finished, the rest is known
  Verdict verdict = Verdict::clean;
  size_t findings = 0;
};

// One process of a tool.
struct TimelineJob {
  std::string tool;
  unsigned slot = 0;
  int64_t begin = 0, end = 0;
  std::vector<TimelineTask> tasks;
};

struct TimelineImport {
  unsigned slot = 0;  // of importing
  int64_t begin = 0, end = 0;
  size_t files = 0;
};

struct TimelinePhase {
  Phase phase = Phase::discover;
  int64_t begin = 0, end = 0;
};

struct Timeline {
  std::string name;   // of the tree
  int64_t began = 0;  // nanoseconds since 1970
  int64_t end = 0;
  size_t reused = 0;    // tasks whose outcome was remembered
  size_t left_out = 0;  // tasks of processes that are not among `jobs`, the shortest ones
  std::vector<TimelinePhase> phases;
  std::vector<TimelineImport> imports;
  std::vector<TimelineJob> jobs;  // by when they began
};

}  // namespace lintcache
