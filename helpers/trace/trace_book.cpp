// SPDX-License-Identifier: MIT
// Events come when their calls have ended, and are sorted by when these began.
#include "trace/trace_book.h"

#include <ctime>

#include <algorithm>
#include <utility>

namespace lintcache {
namespace {

// The clock that the preload library uses, too.
int64_t monotonic_clock() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

TraceBook::TraceBook() : start_(monotonic_clock()) {}

int64_t TraceBook::now() const { return monotonic_clock() - start_; }

uint32_t TraceBook::add_process(TracedProcess process) {
  process.begin = now();
  trace_.processes.push_back(std::move(process));
  return static_cast<uint32_t>(trace_.processes.size() - 1);
}

void TraceBook::add(Event event, uint32_t process, int64_t begin) {
  if (event.kind == EventKind::doubt && !doubts_.insert(event.other).second) return;
  event.process = process;
  event.begin = begin;
  trace_.events.push_back(std::move(event));
}

void TraceBook::doubt(uint32_t process, const std::string& because) {
  Event event;
  event.kind = EventKind::doubt;
  event.other = because;
  add(std::move(event), process, now());
}

Trace TraceBook::take() {
  std::stable_sort(trace_.events.begin(), trace_.events.end(),
                   [](const Event& a, const Event& b) { return a.begin < b.begin; });
  return std::exchange(trace_, {});
}

}  // namespace lintcache
