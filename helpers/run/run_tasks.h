// SPDX-License-Identifier: MIT
// Outcomes for tasks: from the store where they are known, else from the tool itself.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/footprint.h"
#include "model/summary.h"
#include "plan/plan.h"
#include "run/session.h"
#include "run/tool_process.h"

namespace lintcache {

// The same tasks in the same order, with the outcomes that the store knows.
std::vector<FinishedTask> find_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                        std::vector<Task> tasks);

// The same, and decisions are recorded: the others get the reasons to run the tool.
std::vector<FinishedTask> reuse_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                         std::vector<Task> tasks);

// Is nothing more to be run: because the run was stopped, or by FAIL_FAST?
bool is_over(const Session& session, const std::vector<FinishedTask>& tasks);

// A task that has its outcome, which is not recorded yet: its tool was watched and did what nobody sees, and what
// importing the file loads is not known.
struct UnseenTask {
  FinishedTask* task;
  ToolRun run;
};

// Runs the tools for tasks without an outcome, in parallel but for what AFTER says, and stores what they found as
// it comes in, but for what is returned. A task stays without an outcome where the run was stopped, or by FAIL_FAST.
Result<std::vector<UnseenTask>> run_missing(const Session& session, const std::vector<PreparedTool>& tools,
                                            std::vector<FinishedTask>& tasks);

// Records what run_missing() left, now that footprints are known.
void keep_unseen(const Session& session, const std::vector<PreparedTool>& tools,
                 const std::unordered_map<std::string, Footprint>& footprints, std::vector<UnseenTask> unseen);

const PreparedTool& tool_of(const Task& task, const std::vector<PreparedTool>& tools);

}  // namespace lintcache
