// SPDX-License-Identifier: MIT
// One tool on one file, on several, or on the whole tree, as one process.
#pragma once

#include "plan/prepared_tool.h"
#include "run/keep_outcomes.h"
#include "run/session.h"
#include "run/warm_tools.h"

namespace lintcache {

struct ToolRun {
  Outcome outcome;
  Observed observed;
  int64_t started = 0;   // by the disk's clock, nanoseconds
  bool stopped = false;  // before it ended; then there is no outcome
  bool is_clear = true;  // false: perhaps the outcome is another one in a process of its own
  std::string company;   // then: those of one batch for which this is the same may share a process; empty: none may
};

// An error means that it could not be started. May be called from several threads. With `warm` the process may come from
// there; if it breaks, it was not to be, and a fresh one says what is true.
Result<ToolRun> run_tool(const Session& session, const Task& task, const PreparedTool& tool, WarmTools* warm = nullptr);

// How the tool is started, without what watches it.
std::vector<std::string> plain_start(const PreparedTool& tool);

struct BatchRun {
  std::vector<ToolRun> runs;  // of each file, in their order; empty where what was said is not perfectly clear: then all
                              // are to run in other ways, as are those that are not clear themselves
  bool is_beyond = false;     // it went beyond a limit
};

// One process for several files. The time it took is shared among them.
Result<BatchRun> run_batch(const Session& session, const std::vector<const Task*>& tasks,
                                       const PreparedTool& tool, WarmTools* warm = nullptr);

}  // namespace lintcache
