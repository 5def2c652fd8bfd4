// SPDX-License-Identifier: MIT
// Tools as groups with barriers between them, words as edges between tasks about the same file.
#include "run/run_graph.h"

#include <algorithm>
#include <random>

#include "base/text.h"
#include "tools/tool_order.h"

namespace lintcache {
namespace {

// All of them stand in the trace.
constexpr size_t k_most_blocked_shown = 5;

// By name, so that the order does not depend on what is known of the tasks (FNV-1a, and one step of a generator).
int64_t shuffled_weight(uint64_t seed, const std::string& name) {
  uint64_t hash = 0xcbf29ce484222325 ^ seed;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return static_cast<int64_t>(std::mt19937_64(hash)() >> 24);
}

}  // namespace

std::string name_of(const Task& task) {
  return task.tool + " " + (task.file.empty() ? "(tree)" : printable(task.file));
}

RunGraph::RunGraph(const Session& session, const std::vector<PreparedTool>& tools, std::vector<FinishedTask>& tasks)
    : session_(session), tools_(tools), tasks_(tasks), graph_([this](TaskId process) { return name(process); }) {
  for (const PreparedTool& tool : tools_)
    for (const std::string& earlier : tool.adapter->after) {
      has_order_ = true;
      graph_.follow(graph_.group(tool.adapter->name), graph_.group(earlier));
    }
}

void RunGraph::add(TaskGroup group, int64_t weight, uint8_t urgency) {
  if (session_.voice.manner.shuffle != 0) {
    weight = shuffled_weight(session_.voice.manner.shuffle, name_of(group.front()->task));
    urgency = 0;
  }
  const TaskId process = walk_ ? walk_->add(weight, urgency) : graph_.add(weight, urgency);
  for (const FinishedTask* task : group) processes_[task] = process;
  const std::string& tool = group.front()->task.tool;
  groups_[process] = std::move(group);
  if (walk_) {
    if (has_order_) walk_->join(process, tool_groups_.at(tool));
    walk_->want(process);
  } else if (has_order_) {
    const GroupId tool_group = graph_.group(tool);
    tool_groups_[tool] = tool_group;
    graph_.join(process, tool_group);
  }
}

void RunGraph::begin() {
  add_needs();
  WalkOptions options;
  if (!broken_.empty())
    options.look = [this](TaskId task) { return Look{broken_.contains(task) ? Look::Answer::cancel : Look::Answer::run}; };
  if (session_.voice.trace) options.listener = [this](const StateChange& change) { trace(change); };
  options.self_check = session_.voice.manner.self_check;
  walk_.emplace(std::move(graph_), std::move(options));
  walk_->want_all();
}

// A task needs what the tool says about the same file; where one of both is about the whole tree, about all of it.
void RunGraph::add_needs() {
  const ToolOrder order = tool_order(session_.request);
  for (const auto& [tool, givers] : order.needs) {
    for (const auto& [process, group] : std::map(groups_)) {
      if (group.front()->task.tool != tool) continue;
      for (FinishedTask& earlier : tasks_) {
        if (!givers.contains(earlier.task.tool)) continue;
        const auto is_about = [&](const FinishedTask* later) {
          return later->task.file.empty() || earlier.task.file.empty() || later->task.file == earlier.task.file;
        };
        if (std::any_of(group.begin(), group.end(), is_about)) need_outcome(process, earlier);
      }
    }
  }
}

void RunGraph::need_outcome(TaskId later, FinishedTask& earlier) {
  auto known = processes_.find(&earlier);
  if (known == processes_.end()) {
    if (!earlier.outcome || earlier.outcome->verdict != Verdict::tool_failure) return;
    known = processes_.emplace(&earlier, graph_.add()).first;
    groups_[known->second] = {&earlier};
    broken_[known->second] = &earlier;
  }
  graph_.need(later, known->second);
}

std::string RunGraph::name(TaskId process) const {
  const TaskGroup& group = groups_.at(process);
  const std::string first = name_of(group.front()->task);
  return group.size() == 1 ? first : first + " and " + std::to_string(group.size() - 1) + " more";
}

void RunGraph::trace(const StateChange& change) const {
  const auto name = [this](TaskId task) { return walk_->graph().name(task); };
  const auto group = groups_.find(change.task);
  if (group == groups_.end()) return session_.voice.trace(trace_line(change, name));
  for (const FinishedTask* task : group->second) {
    std::string line = trace_line(change, [&](TaskId one) { return one == change.task ? name_of(task->task) : name(one); });
    if (has_ended(change.to) && change.from == TaskState::running && !task->outcome) line += ", without an outcome";
    session_.voice.trace(line);
  }
}

Result<void> RunGraph::finish() {
  std::map<std::string, std::vector<std::string>> blocked;
  for (const auto& [process, group] : groups_) {
    if (walk_->state(process) != TaskState::blocked) continue;
    for (FinishedTask* task : group) {
      task->blocked_by = walk_->graph().name(walk_->cause(process));
      blocked[task->blocked_by].push_back(name_of(task->task));
    }
  }
  for (auto& [cause, names] : blocked) {
    const size_t more = names.size() - std::min(names.size(), k_most_blocked_shown);
    names.resize(names.size() - more);
    session_.voice.warn(cause + " broke, so what needs it was not run: " + join(names, ", ") +
                        (more > 0 ? " and " + std::to_string(more) + " more" : ""));
  }
  for (const auto* wrong : {&walk_->complaints(), &walk_->circles(), &walk_->deadlock()})
    if (!wrong->empty()) return our_fault("tasks cannot be run in any order", "", join(*wrong, "; "));
  return {};
}

}  // namespace lintcache
