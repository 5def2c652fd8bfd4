// SPDX-License-Identifier: MIT
// What tools were found to read beyond their keys (run/verify_traces.h): from then on all their outcomes depend on it.
//
// It is kept as the answer of a set without inputs, by tool: fields with the kind, the path and the detail of each input.
#pragma once

#include <vector>

#include "plan/prepared_tool.h"
#include "run/session.h"

namespace lintcache {

// Adds what is known to the inputs and the static keys of the tools, so that no outcome from before does.
void widen(const Session& session, std::vector<PreparedTool>& tools);

// Adds to what is known. Whether any of it is new, and could be recorded.
bool remember_reads(const Session& session, const PreparedTool& tool, const std::vector<Input>& reads);

}  // namespace lintcache
