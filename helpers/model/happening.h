// SPDX-License-Identifier: MIT
// What happens while a command works, as values: told by its steps, shown to people, recorded for the timeline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "model/task.h"

namespace lintcache {

// A run may look at a tree more than once: with `discover` all begins anew, and what ran before is among the reused.
enum class Phase : uint8_t { discover, digest, infer, tools, verify, repair };

constexpr std::string_view name_of(Phase phase) {
  constexpr std::string_view k_names[] = {"discover", "digest", "infer", "tools", "verify", "repair"};
  return k_names[static_cast<size_t>(phase)];
}

struct PhaseBegan {
  Phase phase;
};

// How many tasks there are in all, those with a remembered outcome included; told once the files are known.
struct TasksExpected {
  size_t tasks;
};

// Tasks of one tool whose outcome is remembered.
struct TasksReused {
  std::string tool;
  size_t tasks;
  size_t findings;
};

// Tasks of one tool that are to run.
struct TasksQueued {
  std::string tool;
  size_t tasks;
  size_t unknown;       // those of them that never ran before
  int64_t nanoseconds;  // what the others took last time, together
};

// Each start is followed by exactly one of the others, of the same job.
enum class TaskStep : uint8_t {
  started,
  finished,  // it has an outcome
  put_back,  // its process ended without one that is clear; it starts again
  given_up,  // it was stopped
};

constexpr std::string_view name_of(TaskStep step) {
  constexpr std::string_view k_names[] = {"started", "finished", "put back", "given up"};
  return k_names[static_cast<size_t>(step)];
}

// Tells of a task that is given to a process.
struct TaskEvent {
  TaskStep step = TaskStep::started;
  std::string tool;
  std::string file;          // relative to the source tree; empty: the whole tree
  uint32_t job = 0;          // the process: tasks that share one have the same number
  unsigned slot = 0;         // where it runs; no two jobs at a time are on the same one
  int64_t nanoseconds_before = 0;    // what it took last time; 0 where nobody knows
  int64_t nanoseconds = 0;           // the rest is known when it has finished: what it took
  Verdict verdict = Verdict::clean;
  size_t findings = 0;
};

// A worker imports some files, or has done so.
struct ImportEvent {
  bool is_over = false;
  unsigned slot = 0;  // of importing; not one of those of tasks
  size_t files = 0;
};

// Work that is counted and nothing more.
struct Counted {
  Phase phase;
  size_t done;
  size_t total;
  std::string what;  // the piece that was just finished
};

using Happening = std::variant<PhaseBegan, TasksExpected, TasksReused, TasksQueued, TaskEvent, ImportEvent, Counted>;

}  // namespace lintcache
