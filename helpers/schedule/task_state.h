// SPDX-License-Identifier: MIT
// Where a task is on its way, and what came of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace lintcache {

using TaskId = uint32_t;
inline constexpr TaskId k_no_task = UINT32_MAX;

// In the order of the way; from `success` on a task has ended, and stays as it is.
enum class TaskState : uint8_t {
  not_run,    // nobody wants it, or it was stopped before its turn came
  waiting,    // wanted; others come first
  ready,      // nothing keeps it any more
  running,
  success,
  skipped,    // it was up to date
  crashed,    // its program did not come to a good end
  missing,    // its program did, and left out what it was to make
  exception,  // it could not be run at all
  canceled,   // whoever looked at it said that it is not to run
  blocked,    // something that it needs did not succeed
  stuck,      // it waits for itself, or for what never comes
};

inline constexpr size_t k_task_states = 12;

// As users read it.
constexpr std::string_view name_of(TaskState state) {
  constexpr std::string_view k_names[k_task_states] = {"not run", "waiting", "ready",     "running",  "success", "skipped",
                                                       "crashed", "missing", "exception", "canceled", "blocked", "stuck"};
  return k_names[static_cast<size_t>(state)];
}

constexpr bool has_ended(TaskState state) { return state >= TaskState::success; }
constexpr bool is_pending(TaskState state) { return state == TaskState::waiting || state == TaskState::ready; }

// Then nothing that needs the task is run.
constexpr bool is_bad_end(TaskState state) { return state >= TaskState::crashed; }

struct StateChange {
  TaskId task = k_no_task;
  TaskState from = TaskState::not_run;
  TaskState to = TaskState::not_run;
  TaskId cause = k_no_task;  // of `blocked`: what did not succeed, at the beginning of the chain
  uint32_t waits = 0;        // how many others it waits for now
};

// Told each time; empty where nobody listens, which costs nothing.
using StateListener = std::function<void(const StateChange& change)>;

}  // namespace lintcache
