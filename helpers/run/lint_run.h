// SPDX-License-Identifier: MIT
// One look at a tree: from its files to an outcome for each task.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/summary.h"
#include "plan/prepared_tool.h"
#include "run/infer.h"
#include "run/open_tree.h"

namespace lintcache {

struct LintRun {
  std::vector<std::string> all_files;  // of the tree, sorted
  std::vector<std::string> files;      // those of them that the request selects
  Toolchain toolchain;
  std::vector<PreparedTool> tools;
  Footprints footprints;
  std::vector<FinishedTask> tasks;     // by file, then as `tools`
};

Result<LintRun> lint_run(OpenTree& tree);

// The same for these files alone, where nothing is another than what `is_as_before` expects once the tools are ready: else
// nothing, and no tool has run. `all_files` stays empty.
Result<std::optional<LintRun>> lint_few(const Session& session, std::vector<std::string> files,
                                        const std::function<bool(const LintRun&)>& is_as_before);

// The second look after a first one during which something changed. A task that ran in the first and holds in the
// second has run.
std::vector<FinishedTask> merged(std::vector<FinishedTask> first, std::vector<FinishedTask> second);

}  // namespace lintcache
