// SPDX-License-Identifier: MIT
// Are remembered outcomes what the tools say today? The tools themselves are asked, in processes of their own.
#pragma once

#include <string>
#include <vector>

#include "model/sample.h"
#include "model/summary.h"
#include "plan/prepared_tool.h"
#include "run/open_tree.h"

namespace lintcache {

// One outcome that was remembered wrongly.
struct OutcomeDifference {
  std::string file;  // relative to the source tree; empty: the whole tree
  std::string tool;
  Outcome remembered, fresh;
};

struct OutcomeVerification {
  size_t remembered = 0;  // outcomes that hold
  size_t checked = 0;     // those of them that were compared
  std::vector<OutcomeDifference> differences;  // sorted by file and tool
};

// Runs the tools of a sample of the tasks that were found. Where a fresh outcome differs, it takes the place of the
// remembered one, which is dropped. An outcome that the tool cannot repeat, because it breaks, differs, too.
Result<OutcomeVerification> verify_outcomes(const Session& session, const std::vector<PreparedTool>& tools,
                                            std::vector<FinishedTask>& tasks, const Sample& sample);

// Tools, and tasks of the files and tools that the request selects, with the outcomes that are remembered of them.
struct RememberedTasks {
  std::vector<PreparedTool> tools;
  std::vector<FinishedTask> tasks;
};

Result<RememberedTasks> remembered_tasks(OpenTree& tree);

// The same for the files and tools that the request selects; runs nothing else.
Result<OutcomeVerification> verify_tree(OpenTree& tree, const Sample& sample);

}  // namespace lintcache
