// SPDX-License-Identifier: MIT
// Outcomes for tasks: from the store where they are known, else from the tool itself.
#pragma once

#include <vector>

#include "model/summary.h"
#include "plan/plan.h"
#include "run/session.h"

namespace lintcache {

// The same tasks in the same order, with the outcomes that the store knows.
std::vector<FinishedTask> reuse_outcomes(const Session& session, std::vector<Task> tasks);

// Is nothing more to be run: because the run was stopped, or by FAIL_FAST?
bool is_over(const Session& session, const std::vector<FinishedTask>& tasks);

// Runs the tools for tasks without an outcome, in parallel, and stores what they found as it comes in.
// A task stays without an outcome where the run was stopped, or by FAIL_FAST.
Result<void> run_missing(const Session& session, const std::vector<PreparedTool>& tools,
                         std::vector<FinishedTask>& tasks);

}  // namespace lintcache
