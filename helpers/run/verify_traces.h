// SPDX-License-Identifier: MIT
// Says whether all that tools ask of the system is part of their keys: a sample of them runs under trace.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/sample.h"
#include "model/summary.h"
#include "plan/prepared_tool.h"
#include "run/open_tree.h"

namespace lintcache {

// What a tool asked, and what its recorded outcome did not depend on.
struct UnkeyedRead {
  std::string file;  // relative to the source tree; empty: the whole tree
  std::string tool;
  std::string path;
  std::string way;   // "read", "listed", "looked for", "asked about"
  bool is_new = true;  // it was recorded now
};

struct TraceVerification {
  size_t remembered = 0;  // outcomes that hold
  size_t checked = 0;     // of these
  std::vector<UnkeyedRead> outside;            // sorted
  std::map<std::string, size_t> explained;     // questions that do not matter, by why they do not
  std::vector<std::string> doubts;             // what could not be seen, and of whom
};

// Runs the tools of a sample of the tasks that were found, as a user would, and compares. What is found to be missing
// counts for all outcomes of the tool from the next run on (run/widened.h).
Result<TraceVerification> verify_traces(const Session& session, const std::vector<PreparedTool>& tools,
                                        const std::vector<FinishedTask>& tasks, const Sample& sample);

// The same for the files and tools that the request selects; runs nothing else.
Result<TraceVerification> verify_tree_by_trace(OpenTree& tree, const Sample& sample);

// A line for each path that the keys of a tool did not hold, and how that is from now on.
std::vector<std::string> lines_of(const TraceVerification& verification, const std::string& source_dir);

}  // namespace lintcache
