// SPDX-License-Identifier: MIT
// The way through a graph of tasks: which one is to run now, and what follows from how it ended.
//
// It starts nothing and waits for nothing. Who runs tasks asks next() until there is none, says ended() of each, and asks
// again; so it is the same for one worker and for many, and is to be called from one thread at a time.
// Whether a task is up to date is for the looker to say, which is asked once all that the task waits for has ended. It may
// name further tasks that come first, such as who makes a file that the task reads: then it is asked once more. Tasks may
// be added at any time, by the looker as well.
// A task that waits for others when nothing runs any more is in a circle, or waits for what never comes. That is decided
// only then, so that two ways to one task are never taken for a circle.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "schedule/task_graph.h"

namespace lintcache {

struct Look {
  enum class Answer : uint8_t {
    run,
    skip,     // it is up to date
    later,    // after `needs`; without any, when something else has ended
    cancel,
    instead,  // the first of `needs` is the task that is meant, and what becomes of it becomes of this one
  };
  Answer answer = Answer::run;
  std::vector<TaskId> needs = {};
};

struct WalkOptions {
  std::function<Look(TaskId)> look = {};  // without it all run
  StateListener listener = {};
  bool circles_are_units = false;  // the tasks of a circle run, and who waits for one waits for all; else they are stuck
  bool self_check = false;         // looks at all invariants in each step, for developers
};

class TaskWalk {
 public:
  TaskWalk(TaskGraph graph, WalkOptions options);

  // This task is to be done, and all that it needs.
  void want(TaskId task);
  void want_all();

  // The most urgent task that nothing keeps, which is running from now on. Nothing where all wait for what runs, or
  // where all is over.
  std::optional<TaskId> next();

  // How a running task ended.
  void ended(TaskId task, TaskState how);

  // Gives no task any more. Those that have not begun are not run.
  void stop();

  // While it goes on. A later task that has begun already cannot be held back: that is a complaint.
  TaskId add(int64_t weight = 0, uint8_t urgency = 0);
  void need(TaskId later, TaskId earlier) { connect(graph_.need(later, earlier)); }
  void order(TaskId later, TaskId earlier) { connect(graph_.order(later, earlier)); }
  void join(TaskId task, GroupId group);
  void open(TaskId gate);

  [[nodiscard]] TaskState state(TaskId task) const { return steps_[task].state; }
  // Of a blocked task: what did not succeed.
  [[nodiscard]] TaskId cause(TaskId task) const { return steps_[task].cause; }
  [[nodiscard]] size_t running() const { return running_; }
  // Wanted tasks that have not begun.
  [[nodiscard]] size_t pending() const { return pending_; }
  [[nodiscard]] const TaskGraph& graph() const { return graph_; }

  // What came to light: circles, each once and as short as may be, as `a -> b -> a`; what waits for what never comes,
  // as `a waits for b`; and where this was used, or works, in other ways than it should.
  [[nodiscard]] const std::vector<std::string>& circles() const { return circles_; }
  [[nodiscard]] const std::vector<std::string>& deadlock() const { return deadlock_; }
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  struct Step {
    TaskState state = TaskState::not_run;
    bool is_stand_in = false;  // ends as the one task that it needs
    uint32_t waits = 0;        // edges that hold it
    TaskId cause = k_no_task;
    Priority priority = {};
  };
  struct Ready {
    Priority priority;
    TaskId task;
    bool operator<(const Ready& other) const;
  };

  void connect(uint32_t edge);
  void admit();
  [[nodiscard]] bool holds(uint32_t edge) const { return edge < holds_.size() && holds_[edge]; }
  void hold(uint32_t edge);
  void release(uint32_t edge);
  void arrive(TaskId task);
  void settle();
  void change(TaskId task, TaskState to);
  void end(TaskId task, TaskState how, TaskId cause = k_no_task);
  void let_go(TaskId task);
  bool take_look(TaskId task);
  void untangle();
  void report_circle(const std::vector<TaskId>& members);
  void make_unit(const std::vector<TaskId>& members);
  void report_deadlock();
  void complain(TaskId task, const char* what);
  void check();
  void check(TaskId task);

  TaskGraph graph_;
  WalkOptions options_;
  std::vector<Step> steps_;
  std::vector<bool> holds_;  // by edge, as far as any does: it keeps its later task waiting now
  bool has_priorities_ = false, is_stopped_ = false;
  std::vector<TaskId> candidates_;  // wanted, not looked at yet
  std::vector<TaskId> free_;        // nothing holds them any more
  std::vector<TaskId> over_;        // ended, and who waits for them does not know yet
  std::vector<TaskId> ask_later_;   // until anything ends
  std::priority_queue<Ready> ready_;
  size_t running_ = 0, pending_ = 0, checks_ = 0;
  std::vector<std::string> circles_, deadlock_, complaints_;
};

// A line for each change, for people: `app.py flake8: waiting -> ready`.
std::string trace_line(const StateChange& change, const std::function<std::string(TaskId)>& name);

}  // namespace lintcache
