// SPDX-License-Identifier: MIT
// Which tool is to look at which file, and what each task is known by and depends on.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "digest/stat_cache.h"
#include "model/footprint.h"
#include "model/request.h"
#include "model/task.h"
#include "plan/prepared_tool.h"

namespace lintcache {

// One task for each file and tool, and one for each tool that looks at the whole tree at once; ordered by file,
// the whole tree first, then as `tools`. Tools for the whole tree are left out where
// the request selects files. `footprints` is by file; where a tool of scope `closure`
// that is not watched needs one that is not there, because the run was stopped, the task has no key. A task that is about a
// file which is too large says so, and depends on nothing but that.
std::vector<Task> plan_tasks(const Request& request, const std::vector<std::string>& files,
                             const std::vector<PreparedTool>& tools,
                             const std::unordered_map<std::string, Footprint>& footprints, StatCache& disk);

// How many tasks that will be.
size_t count_tasks(const Request& request, const std::vector<std::string>& files, const std::vector<PreparedTool>& tools);

}  // namespace lintcache
