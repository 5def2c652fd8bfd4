// SPDX-License-Identifier: MIT
// A linter under trace: what it asked of the system are the inputs of its outcome.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/subprocess.h"
#include "model/memo.h"
#include "run/keep_outcomes.h"
#include "run/session.h"

namespace lintcache {

struct TracedTool {
  ProcessResult process;
  Observed observed;
};

// Runs the command to its end, within its limits. `report` is a file that it may write and nobody else has; `started` is
// now, by the disk's clock. What the command leaves elsewhere is not put back when its outcome is reused; where it reads
// what it leaves, it is a doubt. An error means that it could not be started. May be called from several threads.
Result<TracedTool> run_traced_tool(const Session& session, const Command& command, const std::string& report, int64_t started);

// What one task's tool asks of the system when it is run as its user would run it, without what reports for us.
struct AskedUnderTrace {
  bool stopped = false;  // before its end; then the rest is empty
  std::vector<Fact> facts;
  std::vector<std::string> doubts;  // what may not have been seen, each the rest of "it ..."
};

Result<AskedUnderTrace> ask_under_trace(const Session& session, const Task& task, const PreparedTool& tool);

// What a trace's facts are as inputs. A program that asks for a file's status may go by its times, which are others in
// each checkout; so it is taken to depend on the file's bytes.
std::vector<TracedInput> inputs_of_facts(const std::vector<Fact>& facts);

}  // namespace lintcache
