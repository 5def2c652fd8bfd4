// SPDX-License-Identifier: MIT
// Recording what a tool found, together with all that it depended on, if none of that changed meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/summary.h"
#include "plan/prepared_tool.h"
#include "run/changed_places.h"
#include "run/remember_graph.h"
#include "run/session.h"

namespace lintcache {

// Inputs that the files of one process share in part, and when it started. Recorded with the first outcome.
struct SharedInputs {
  InputGraph graph;
  int64_t started = 0;
  std::unordered_set<std::string> known_files = {};
  std::optional<std::string> moved = {};  // a place that did meanwhile, or nothing; empty: not looked at yet
  std::unique_ptr<RememberedGraph> remembered = {};
};

// Inputs that all files of one process have, looked at and recorded with the first outcome, and what was found of those that only
// some of its files have. It has ended, so once is enough for all of them.
struct CommonInputs {
  std::vector<TracedInput> inputs;
  std::optional<std::vector<Input>> unsettled = {};  // those that perhaps changed while it ran; empty: not looked at yet
  std::optional<std::string> moved = {};             // a place that did, or nothing; empty: not looked at yet
  std::vector<int64_t> groups = {};                  // as they are recorded
  std::vector<Digest> digests = {};                  // of these groups
  std::unordered_set<Input> still = {}, settled = {};  // others that were looked at before the process began, or after it
  KeptPlaces kept = {};
};

// What a tool was seen to depend on while it ran.
struct Observed {
  std::vector<TracedInput> inputs;
  bool is_all = false;  // all of it was seen: what importing the file would load is nothing to the verdict
  std::string doubt;  // why there may be more; empty: there is not, or nobody can see this tool
  std::shared_ptr<SharedInputs> shared = {};  // of its graph, this group with all below it; empty: nothing
  uint32_t group = 0;
  std::shared_ptr<CommonInputs> common = {};  // besides `inputs`; empty: nothing
  bool is_traced = false;  // the doubt is what a trace says: the rest of "not cacheable, because it ..."
  std::string moved = {};  // a path that changed while the tool ran, as was seen at its end; empty: none
  bool is_footprint_late = false;  // the task's footprint was inferred after the tool ran
};

// Gives the task the outcome of its tool, which just ended, and records it, and the decision to run the tool.
// `started` is when the tool was, by the disk's clock, in nanoseconds. Where something changed since then, so that
// the outcome is perhaps of no state that ever was, nothing is recorded and the task says what.
void keep_outcome(const Session& session, FinishedTask& task, const PreparedTool& tool, Outcome outcome,
                  const Observed& observed, int64_t started);

// The decision not to run the tool, because an outcome was found.
void keep_reuse(const Session& session, const FinishedTask& task, const PreparedTool& tool);

}  // namespace lintcache
