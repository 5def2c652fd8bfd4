// SPDX-License-Identifier: MIT
// Work on threads, as many as there are job slots.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "schedule/job_slots.h"
#include "schedule/task_walk.h"

namespace lintcache {

// What there is to do. Both are called from any thread, never at the same time.
struct Agenda {
  // The number of what is to be done now; nothing where that is known only once something else is done, or never.
  std::function<std::optional<size_t>()> next;
  std::function<void(size_t)> done;
};

// Does all, each piece with a slot of its own; `slot` tells apart what goes on at the same time. Waits without turning
// round: for work that ends, and for slots that others give back. Returns when nothing goes on and there is no next.
void work_off(const Agenda& agenda, JobSlots& slots, const std::function<void(size_t number, unsigned slot)>& work);

// Calls `work(index, slot)` for each index from 0 to `count`, begun in order. None is begun once `enough()` is true.
void run_parallel(size_t count, JobSlots& slots, const std::function<bool()>& enough,
                  const std::function<void(size_t index, unsigned slot)>& work);

// Runs the tasks of a walk; `work` says how each one ended. Once `enough()` is true the walk is stopped. Looker and
// listener of the walk are called from any thread, never at the same time.
void run_walk(TaskWalk& walk, JobSlots& slots, const std::function<bool()>& enough,
              const std::function<TaskState(TaskId task, unsigned slot)>& work);

}  // namespace lintcache
