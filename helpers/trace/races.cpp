// SPDX-License-Identifier: MIT
// Comparing the lives of processes.
#include "trace/races.h"

#include <algorithm>
#include <limits>
#include <map>

namespace lintcache {

ProcessOrder::ProcessOrder(const Trace& trace) : thread_of_(trace.processes.size()), threads_(trace.processes.size()) {
  for (uint32_t i = 0; i < trace.processes.size(); ++i) {
    const TracedProcess& process = trace.processes[i];
    const uint32_t parent = std::min(process.parent, i);
    const int64_t end = process.end == 0 ? std::numeric_limits<int64_t>::max() : process.end;
    thread_of_[i] = process.is_exec ? thread_of_[parent] : i;
    Thread& thread = threads_[thread_of_[i]];
    if (process.is_exec) {
      thread.end = end;
    } else {
      thread = {parent == i ? i : thread_of_[parent], process.begin, end};
    }
  }
  std::map<std::string, std::vector<Touch>> holders;
  for (const Event& event : trace.events) {
    if (!orders_processes(event.kind)) continue;
    Thread& thread = threads_[thread_of_[event.process]];
    if (event.kind == EventKind::unnoticed) thread.end = std::max(thread.end, event.begin);
    if (event.kind == EventKind::held_pipe) holders[event.path].push_back({event.process, event.begin});
    if (event.kind == EventKind::end_of_pipe)
      for (const Touch& held : holders[event.path]) by_pipes_.push_back({held, {event.process, event.begin}});
  }
}

std::vector<uint32_t> ProcessOrder::ancestors(uint32_t thread) const {
  std::vector<uint32_t> line{thread};
  while (threads_[line.back()].parent != line.back()) line.push_back(threads_[line.back()].parent);
  return line;
}

bool ProcessOrder::is_ordered(const Touch& first, const Touch& second) const {
  if (is_ordered_by_lives(first, second)) return true;
  std::vector<bool> is_known(by_pipes_.size());
  std::vector<Touch> reached{first};
  while (!reached.empty()) {
    const Touch from = reached.back();
    reached.pop_back();
    for (size_t i = 0; i < by_pipes_.size(); ++i) {
      const auto& [held, read] = by_pipes_[i];
      if (is_known[i] || from.time > held.time || !is_ordered_by_lives(from, held)) continue;
      is_known[i] = true;
      if (read.time <= second.time && is_ordered_by_lives(read, second)) return true;
      reached.push_back(read);
    }
  }
  return false;
}

bool ProcessOrder::is_ordered_by_lives(const Touch& first, const Touch& second) const {
  const uint32_t a = thread_of_[first.process], b = thread_of_[second.process];
  if (a == b) return true;
  const auto from_a = ancestors(a), from_b = ancestors(b);
  // How many of the oldest ancestors they share.
  size_t shared = 0;
  while (shared < from_a.size() && shared < from_b.size() && from_a[from_a.size() - 1 - shared] == from_b[from_b.size() - 1 - shared])
    ++shared;
  int64_t ended = first.time;
  for (size_t i = 0; i + shared < from_a.size(); ++i) ended = std::max(ended, threads_[from_a[i]].end);
  const int64_t begun = shared == from_b.size() ? second.time : threads_[from_b[from_b.size() - 1 - shared]].begin;
  return ended <= begun;
}

std::optional<std::pair<uint32_t, uint32_t>> ProcessOrder::race(const std::vector<Touch>& touches) const {
  if (std::none_of(touches.begin(), touches.end(), [](const Touch& touch) { return touch.writes; })) return {};
  std::vector<Touch> telling = touches;
  std::stable_sort(telling.begin(), telling.end(), [](const Touch& a, const Touch& b) { return a.time < b.time; });
  for (size_t later = 1; later < telling.size(); ++later)
    for (size_t earlier = 0; earlier < later; ++earlier)
      if ((telling[earlier].writes || telling[later].writes) && !is_ordered(telling[earlier], telling[later]))
        return std::pair(telling[earlier].process, telling[later].process);
  return {};
}

}  // namespace lintcache
