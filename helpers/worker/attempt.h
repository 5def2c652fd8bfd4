// SPDX-License-Identifier: MIT
// One child from its start to the death of everything that it started.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "worker/child.h"

namespace lintcache {

enum class Ending {
  by_itself,   // an exit or a signal: see `status`
  time_limit,  // killed
  asleep,      // killed before that: for a while it did nothing at all, as in a deadlock
};

struct Attempt {
  Ending ending = Ending::by_itself;
  int status = 0;                    // as waitpid gives it
  std::vector<std::string> outputs;  // by file, the first 64 KiB of standard output and error of each
};

struct AttemptLimits {
  std::chrono::milliseconds time{};  // for each file
  bool may_sleep = true;  // false: ends the child once it was asleep for two seconds
  std::function<void(unsigned)> progress;  // told now and then how many files are done
};

// `record` is cleared first and can be read when this returns. The process must have one thread only.
Result<Attempt> attempt_imports(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
                                const ChildOptions& options, Way way, const AttemptLimits& limits);

}  // namespace lintcache
