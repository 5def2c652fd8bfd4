// SPDX-License-Identifier: MIT
// What a process of a linter may use, and what is said of one that wanted more.
#pragma once

#include <cstddef>

#include "base/subprocess.h"
#include "model/request.h"
#include "model/task.h"
#include "tools/described_tool.h"

namespace lintcache {

// All but that of time, which depends on what the process is about.
ProcessLimits linter_limits(const Request& request);

// How long one process may take that is about so many files. Where it looks at them together, as for a check of the whole
// tree, each further one adds a tenth. Other batches get no more than one file: their files can be had one by one.
double seconds_for(const Request& request, const DescribedTool& tool, size_t files);

// Of a process that was ended because it went beyond a limit, such as these seconds: a failure of the tool.
Outcome beyond_limit(ProcessResult&& process, const Request& request, double seconds);

// Of files that no linter sees because of their size: a finding about each, so that none of them passes for clean.
Outcome too_large(const std::vector<LargeFile>& files, const Request& request);

// Adds to a failure what may have led to it, where the tool complains that there was no more memory.
void add_hint(const Request& request, Outcome& failure);

}  // namespace lintcache
