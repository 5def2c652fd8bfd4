// SPDX-License-Identifier: MIT
// Outcomes for tasks: from the store where they are known, else from the tool itself.
#pragma once

#include <vector>

#include "model/summary.h"
#include "plan/plan.h"
#include "run/session.h"

namespace lintcache {

// The same tasks in the same order, with the outcomes that the store knows.
std::vector<FinishedTask> find_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                        std::vector<Task> tasks);

// The same, and decisions are recorded: the others get the reasons to run the tool.
std::vector<FinishedTask> reuse_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                         std::vector<Task> tasks);

// Is nothing more to be run: because the run was stopped, or by FAIL_FAST?
bool is_over(const Session& session, const std::vector<FinishedTask>& tasks);

// Runs the tools for tasks without an outcome, in parallel but for what AFTER says, and stores what they found as
// it comes in. A task stays without an outcome where the run was stopped, or by FAIL_FAST.
Result<void> run_missing(const Session& session, const std::vector<PreparedTool>& tools,
                         std::vector<FinishedTask>& tasks);

const PreparedTool& tool_of(const Task& task, const std::vector<PreparedTool>& tools);

}  // namespace lintcache
