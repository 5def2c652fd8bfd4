// SPDX-License-Identifier: MIT
// Which tool is to look at which file, and the key that stands for everything its outcome depends on.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "digest/stat_cache.h"
#include "model/footprint.h"
#include "model/request.h"
#include "model/task.h"
#include "tools/adapter.h"
#include "tools/environment.h"
#include "tools/toolchain.h"

namespace lintcache {

// One tool as it is set up for this tree.
struct PreparedTool {
  std::shared_ptr<const Adapter> adapter;
  std::vector<std::string> launcher;
  Environment environment;
  std::vector<Input> inputs;  // of every task: configuration candidates, EXTRA_INPUTS
};

// The tools of the request that are to run, in its order. An error names one that is not built in or not
// installed, or an extra input that is no file.
Result<std::vector<PreparedTool>> prepare_tools(const Request& request, const Toolchain& toolchain,
                                                const std::vector<std::string>& outer_environment,
                                                StatCache& disk);

// One task for each file and tool, ordered by file, then as `tools`. `footprints` is by file; where a tool of
// scope `closure` needs one that is not there, because the run was stopped, the task has no key.
std::vector<Task> plan_tasks(const Request& request, const Toolchain& toolchain,
                             const std::vector<std::string>& files,
                             const std::vector<PreparedTool>& tools,
                             const std::unordered_map<std::string, Footprint>& footprints,
                             StatCache& disk);

}  // namespace lintcache
