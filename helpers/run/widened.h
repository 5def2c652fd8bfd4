// SPDX-License-Identifier: MIT
// What tools were found to read beyond their keys (run/verify_traces.h): from then on all their outcomes depend on it.
//
// It is kept as the answer of a set without inputs: fields with the kind, the path and the detail of each input. It is kept
// twice: for this tree by the tool's name, so that it outlives another version of the tool; and for all that share results by
// what the tool is, so that no other tool of that name takes it for its own.
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
