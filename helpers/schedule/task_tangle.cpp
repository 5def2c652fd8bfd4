// SPDX-License-Identifier: MIT
// Where nothing runs and tasks wait all the same: circles, deadlocks; and what must hold at any time.
#include <algorithm>

#include "base/components.h"
#include "schedule/task_walk.h"

namespace lintcache {
namespace {

// More of them nobody reads.
constexpr size_t k_most_lines = 20;

// In larger graphs not in each step.
constexpr size_t k_checked_always = 2000;
constexpr size_t k_check_interval = 1000;

}  // namespace

void TaskWalk::untangle() {
  std::vector<TaskId> tangled;
  std::vector<uint32_t> place(steps_.size());
  for (TaskId task = 0; task < steps_.size(); ++task)
    if (is_pending(steps_[task].state)) {
      place[task] = static_cast<uint32_t>(tangled.size());
      tangled.push_back(task);
    }
  std::vector<std::vector<uint32_t>> next(tangled.size());
  for (size_t i = 0; i < tangled.size(); ++i)
    graph_.each_earlier(tangled[i], [&](uint32_t number) {
      const TaskEdge& edge = graph_.edge(number);
      if (holds(number)) next[i].push_back(place[edge.earlier]);
    });
  const auto components = strongly_connected(tangled.size(), [&](uint32_t i) { return std::span<const uint32_t>(next[i]); });
  bool has_circle = false;
  for (const auto& component : components.members) {
    const uint32_t first = component.front();
    if (component.size() == 1 && std::find(next[first].begin(), next[first].end(), first) == next[first].end()) continue;
    has_circle = true;
    std::vector<TaskId> members;
    for (const uint32_t i : component) members.push_back(tangled[i]);
    report_circle(members);
    if (options_.circles_are_units) {
      make_unit(members);
    } else {
      for (const TaskId task : members) end(task, TaskState::stuck);
    }
  }
  if (has_circle) return;
  report_deadlock();
  for (const TaskId task : tangled) end(task, TaskState::stuck);
}

void TaskWalk::report_circle(const std::vector<TaskId>& members) {
  const auto is_member = [&](TaskId task) { return std::binary_search(members.begin(), members.end(), task); };
  const auto circle = shortest_circle(graph_, members, [&](uint32_t number) { return holds(number) && is_member(graph_.edge(number).earlier); });
  std::string text;
  for (const TaskId task : circle) text += graph_.name(task) + " -> ";
  circles_.push_back(text + graph_.name(circle.front()));
}

// Who waits for one of them waits for a gate behind all of them.
void TaskWalk::make_unit(const std::vector<TaskId>& members) {
  const auto is_member = [&](TaskId task) { return std::binary_search(members.begin(), members.end(), task); };
  const TaskId gate = graph_.add_gate("circle of " + graph_.name(members.front()));
  steps_.emplace_back();
  ++pending_;
  change(gate, TaskState::waiting);
  for (const TaskId member : members) {
    graph_.each_later(member, [&](uint32_t number) {
      const TaskEdge& edge = graph_.edge(number);
      if (is_member(edge.later)) {
        if (holds(number)) release(number);
      } else {
        graph_.move_to(number, gate);
      }
    });
  }
  for (const TaskId member : members) hold(graph_.need(gate, member));
}

void TaskWalk::report_deadlock() {
  std::vector<std::string> lines;
  for (TaskId task = 0; task < steps_.size(); ++task) {
    if (!is_pending(steps_[task].state)) continue;
    if (steps_[task].waits == 0)
      lines.insert(lines.begin(), graph_.name(task) + (graph_.node(task).kind == NodeKind::closed
                                                           ? " waits to be opened" : " waits for something to change"));
    graph_.each_earlier(task, [&](uint32_t number) {
      const TaskEdge& edge = graph_.edge(number);
      if (holds(number)) lines.push_back(graph_.name(task) + " waits for " + graph_.name(edge.earlier));
    });
  }
  const size_t more = lines.size() - std::min(lines.size(), k_most_lines);
  lines.resize(lines.size() - more);
  if (more > 0) lines.push_back("and " + std::to_string(more) + " more");
  deadlock_.insert(deadlock_.end(), lines.begin(), lines.end());
}

void TaskWalk::check() {
  if (steps_.size() > k_checked_always && ++checks_ % k_check_interval != 0 && running_ + pending_ > 0) return;
  size_t running = 0, pending = 0;
  for (TaskId task = 0; task < steps_.size(); ++task) {
    running += steps_[task].state == TaskState::running ? 1 : 0;
    pending += is_pending(steps_[task].state) ? 1 : 0;
    check(task);
  }
  if (running != running_) complaints_.push_back("the number of running tasks is wrong");
  if (pending != pending_) complaints_.push_back("the number of pending tasks is wrong");
}

void TaskWalk::check(TaskId task) {
  const Step& step = steps_[task];
  uint32_t holding = 0;
  graph_.each_earlier(task, [&](uint32_t number) {
    const TaskEdge& edge = graph_.edge(number);
    if (edge.later != task) complain(task, "is on the list of another task");
    if (!holds(number)) return;
    ++holding;
    if (has_ended(steps_[edge.earlier].state)) complain(task, "waits for what has ended");
  });
  if (holding != step.waits) complain(task, "does not know for how many it waits");
  if (step.waits > 0 && (step.state == TaskState::ready || step.state == TaskState::running))
    complain(task, "begins too early");
  if ((step.state == TaskState::blocked) != (step.cause != k_no_task) && !step.is_stand_in)
    complain(task, "has a cause and is not blocked, or the other way round");
  if (step.state == TaskState::blocked && !is_bad_end(steps_[step.cause].state)) complain(task, "is blocked by what succeeded");
}

}  // namespace lintcache
