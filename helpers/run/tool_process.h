// SPDX-License-Identifier: MIT
// One tool on one file, or on the whole tree, as a process of its own.
#pragma once

#include "plan/prepared_tool.h"
#include "run/keep_outcomes.h"
#include "run/session.h"

namespace lintcache {

struct ToolRun {
  Outcome outcome;
  Observed observed;
  int64_t started = 0;   // by the disk's clock, nanoseconds
  bool stopped = false;  // before it ended; then there is no outcome
};

// An error means that it could not be started. May be called from several threads.
Result<ToolRun> run_tool(const Session& session, const Task& task, const PreparedTool& tool);

}  // namespace lintcache
