// SPDX-License-Identifier: MIT
// The tasks of a run as a graph: processes, in the order that tools ask for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/summary.h"
#include "plan/prepared_tool.h"
#include "run/session.h"
#include "schedule/task_walk.h"

namespace lintcache {

// Tasks of one tool that share a process.
using TaskGroup = std::vector<FinishedTask*>;

// To be used from one thread at a time. All that it is given must outlive it.
class RunGraph {
 public:
  // `tasks` are all of the run, those with an outcome as well: where that says that a tool broke, it keeps from running
  // who needs what the tool gives.
  RunGraph(const Session& session, const std::vector<PreparedTool>& tools, std::vector<FinishedTask>& tasks);

  // One more process, before or after begin(). The smaller urgency comes first, then what takes longer, in nanoseconds.
  void add(TaskGroup group, int64_t weight, uint8_t urgency);

  // To be called once, before what follows.
  void begin();
  std::optional<TaskId> next() { return walk_->next(); }
  void ended(TaskId process, TaskState how) { walk_->ended(process, how); }
  void stop() { walk_->stop(); }

  [[nodiscard]] const TaskGroup& group(TaskId process) const { return groups_.at(process); }
  [[nodiscard]] uint8_t urgency(TaskId process) const { return walk_->graph().node(process).urgency; }

  // Tells the user, and notes in each task that was not run, what kept it from that. An error is our fault: nobody can run what is left.
  Result<void> finish();

 private:
  void add_needs();
  void need_outcome(TaskId later, FinishedTask& earlier);
  [[nodiscard]] std::string name(TaskId process) const;
  void trace(const StateChange& change) const;

  const Session& session_;
  const std::vector<PreparedTool>& tools_;
  std::vector<FinishedTask>& tasks_;
  bool has_order_ = false;
  TaskGraph graph_;  // until it begins
  std::optional<TaskWalk> walk_;
  std::map<TaskId, TaskGroup> groups_;
  std::map<std::string, GroupId> tool_groups_;
  std::map<const FinishedTask*, TaskId> processes_;
  std::map<TaskId, const FinishedTask*> broken_;  // they have an outcome, and it is none to go on with
};

// `flake8 pkg/a.py`.
std::string name_of(const Task& task);

}  // namespace lintcache
