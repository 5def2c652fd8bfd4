// SPDX-License-Identifier: MIT
// Walking: what is wanted becomes waiting, ready, running; what ends lets go of others.
#include "schedule/task_walk.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace lintcache {

bool TaskWalk::Ready::operator<(const Ready& other) const {
  return std::tuple(other.priority.urgency, priority.path, other.task) <
         std::tuple(priority.urgency, other.priority.path, task);
}

TaskWalk::TaskWalk(TaskGraph graph, WalkOptions options)
    : graph_(std::move(graph)), options_(std::move(options)), steps_(graph_.size()) {}

void TaskWalk::want(TaskId task) {
  if (!is_stopped_) candidates_.push_back(task);
}

void TaskWalk::want_all() {
  for (TaskId task = static_cast<TaskId>(graph_.size()); task-- > 0;)
    if (graph_.node(task).kind == NodeKind::work) want(task);
}

TaskId TaskWalk::add(int64_t weight, uint8_t urgency) {
  const TaskId task = graph_.add(weight, urgency);
  steps_.emplace_back().priority = {weight, urgency};
  return task;
}

void TaskWalk::join(TaskId task, GroupId group) {
  order(task, graph_.begin_of(group));
  order(graph_.end_of(group), task);
}

void TaskWalk::open(TaskId gate) {
  graph_.open(gate);
  free_.push_back(gate);
}

void TaskWalk::connect(uint32_t number) {
  const TaskEdge edge = graph_.edge(number);
  Step &later = steps_[edge.later], &earlier = steps_[edge.earlier];
  earlier.priority.path = std::max(earlier.priority.path, graph_.node(edge.earlier).weight + later.priority.path);
  earlier.priority.urgency = std::min(earlier.priority.urgency, later.priority.urgency);
  if (later.state == TaskState::running || has_ended(later.state)) return complain(edge.later, "has begun, and cannot be held back");
  if (!is_pending(later.state)) return;
  if (is_pending(earlier.state) || earlier.state == TaskState::running) {
    hold(number);
  } else if (earlier.state == TaskState::not_run) {
    if (edge.kind == EdgeKind::need || graph_.node(edge.earlier).kind != NodeKind::work) want(edge.earlier);
    admit();
  } else if (edge.kind == EdgeKind::need && is_bad_end(earlier.state)) {
    end(edge.later, TaskState::blocked, earlier.state == TaskState::blocked ? earlier.cause : edge.earlier);
  }
}

// All that is wanted is marked before anything is counted, so that orders see each other.
void TaskWalk::admit() {
  std::vector<TaskId> fresh;
  while (!candidates_.empty()) {
    const TaskId task = candidates_.back();
    candidates_.pop_back();
    if (steps_[task].state != TaskState::not_run) continue;
    ++pending_;
    change(task, TaskState::waiting);
    fresh.push_back(task);
    graph_.each_earlier(task, [&](uint32_t number) {
      const TaskEdge& edge = graph_.edge(number);
      if (edge.kind == EdgeKind::need || graph_.node(edge.earlier).kind != NodeKind::work) candidates_.push_back(edge.earlier);
    });
  }
  for (const TaskId task : fresh) {
    graph_.each_earlier(task, [&](uint32_t number) {
      const TaskEdge& edge = graph_.edge(number);
      const Step& earlier = steps_[edge.earlier];
      if (is_pending(earlier.state) || earlier.state == TaskState::running) {
        hold(number);
      } else if (edge.kind == EdgeKind::need && is_bad_end(earlier.state) && is_pending(steps_[task].state)) {
        end(task, TaskState::blocked, earlier.state == TaskState::blocked ? earlier.cause : edge.earlier);
      }
    });
    graph_.each_later(task, [&](uint32_t number) {
      if (is_pending(steps_[graph_.edge(number).later].state)) hold(number);
    });
    free_.push_back(task);
  }
}

void TaskWalk::hold(uint32_t number) {
  const TaskEdge& edge = graph_.edge(number);
  if (holds(number) || has_ended(steps_[edge.earlier].state)) return;
  if (holds_.size() <= number) holds_.resize(graph_.edges());
  holds_[number] = true;
  ++steps_[edge.later].waits;
  if (steps_[edge.later].state == TaskState::ready) change(edge.later, TaskState::waiting);
}

void TaskWalk::release(uint32_t number) {
  const TaskEdge& edge = graph_.edge(number);
  holds_[number] = false;
  if (--steps_[edge.later].waits == 0) free_.push_back(edge.later);
}

void TaskWalk::change(TaskId task, TaskState to) {
  Step& step = steps_[task];
  const TaskState from = std::exchange(step.state, to);
  if (options_.listener) options_.listener({task, from, to, step.cause, step.waits});
}

void TaskWalk::end(TaskId task, TaskState how, TaskId cause) {
  --(steps_[task].state == TaskState::running ? running_ : pending_);
  steps_[task].cause = cause;
  change(task, how);
  over_.push_back(task);
  free_.insert(free_.end(), ask_later_.begin(), ask_later_.end());
  ask_later_.clear();
}

void TaskWalk::let_go(TaskId task) {
  const TaskState how = steps_[task].state;
  const TaskId cause = how == TaskState::blocked ? steps_[task].cause : task;
  graph_.each_later(task, [&](uint32_t number) {
    const TaskEdge edge = graph_.edge(number);
    if (!holds(number)) return;
    release(number);
    if (edge.kind == EdgeKind::need && is_bad_end(how) && is_pending(steps_[edge.later].state) && !steps_[edge.later].is_stand_in)
      end(edge.later, TaskState::blocked, cause);
  });
}

// Nothing holds it any more.
void TaskWalk::arrive(TaskId task) {
  const Step& step = steps_[task];
  if (step.is_stand_in) {
    const TaskId other = graph_.edge(graph_.node(task).earlier).earlier;
    end(task, steps_[other].state, steps_[other].cause);
  } else if (graph_.node(task).kind == NodeKind::gate) {
    end(task, TaskState::success);
  } else if (graph_.node(task).kind == NodeKind::work) {
    change(task, TaskState::ready);
    ready_.push({step.priority, task});
  }
}

void TaskWalk::settle() {
  admit();
  while (!over_.empty() || !free_.empty()) {
    if (!over_.empty()) {
      const TaskId task = over_.back();
      over_.pop_back();
      let_go(task);
      continue;
    }
    const TaskId task = free_.back();
    free_.pop_back();
    if (steps_[task].state == TaskState::waiting && steps_[task].waits == 0) arrive(task);
  }
}

std::optional<TaskId> TaskWalk::next() {
  if (!std::exchange(has_priorities_, true)) {
    const auto all = priorities(graph_);
    for (TaskId task = 0; task < all.size(); ++task) steps_[task].priority = all[task];
  }
  for (;;) {
    settle();
    if (options_.self_check) check();
    if (is_stopped_) return {};
    if (!ready_.empty()) {
      const TaskId task = ready_.top().task;
      ready_.pop();
      // It may have been held back again, or it was here twice.
      if (steps_[task].state != TaskState::ready || !take_look(task)) continue;
      --pending_;
      ++running_;
      change(task, TaskState::running);
      return task;
    }
    if (running_ > 0 || pending_ == 0) return {};
    untangle();
  }
}

// Is it to run now?
bool TaskWalk::take_look(TaskId task) {
  if (!options_.look) return true;
  const Look look = options_.look(task);
  // The looker may have stopped all, or have named something that comes first.
  if (steps_[task].state != TaskState::ready) return false;
  if (look.answer == Look::Answer::run) return true;
  if (look.answer == Look::Answer::skip || look.answer == Look::Answer::cancel) {
    end(task, look.answer == Look::Answer::skip ? TaskState::skipped : TaskState::canceled);
    return false;
  }
  change(task, TaskState::waiting);
  const bool is_instead = look.answer == Look::Answer::instead && !look.needs.empty();
  for (const TaskId earlier : look.needs) {
    bool is_known = false;
    graph_.each_earlier(task, [&](uint32_t edge) { is_known |= graph_.edge(edge).earlier == earlier; });
    // What it stands for is its first edge.
    if (is_instead) steps_[task].is_stand_in = true;
    if (!is_known || is_instead) need(task, earlier);
    if (is_instead) break;
  }
  if (steps_[task].state != TaskState::waiting || steps_[task].waits > 0) return false;
  if (is_instead) {
    free_.push_back(task);
  } else {
    ask_later_.push_back(task);
  }
  return false;
}

void TaskWalk::ended(TaskId task, TaskState how) {
  if (steps_[task].state != TaskState::running || !has_ended(how)) return complain(task, "ended without running");
  end(task, how);
  settle();
  if (options_.self_check) check();
}

void TaskWalk::stop() {
  if (std::exchange(is_stopped_, true)) return;
  candidates_.clear();
  ask_later_.clear();
  ready_ = {};
  for (TaskId task = 0; task < steps_.size(); ++task)
    if (is_pending(steps_[task].state)) {
      --pending_;
      change(task, TaskState::not_run);
    }
}

void TaskWalk::complain(TaskId task, const char* what) { complaints_.push_back(graph_.name(task) + " " + what); }

std::string trace_line(const StateChange& change, const std::function<std::string(TaskId)>& name) {
  std::string line = name(change.task);
  line.append(": ").append(name_of(change.from)).append(" -> ").append(name_of(change.to));
  if (change.cause != k_no_task) line += ", because of " + name(change.cause);
  if (change.waits > 0 && !has_ended(change.to)) line += ", waits for " + std::to_string(change.waits);
  return line;
}

}  // namespace lintcache
