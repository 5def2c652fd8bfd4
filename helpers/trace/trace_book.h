// SPDX-License-Identifier: MIT
// The trace that is being written: processes as they begin and end, events as they are seen.
#pragma once

#include <set>
#include <string>

#include "trace/event.h"

namespace lintcache {

class TraceBook {
 public:
  TraceBook();

  // Nanoseconds since the book was opened.
  [[nodiscard]] int64_t now() const;
  [[nodiscard]] int64_t start() const { return start_; }  // when that was, by CLOCK_MONOTONIC

  // Returns its index. `begin` is set here.
  uint32_t add_process(TracedProcess process);
  [[nodiscard]] TracedProcess& process(uint32_t index) { return trace_.processes[index]; }

  void add(Event event, uint32_t process, int64_t begin);

  // Each reason is told once.
  void doubt(uint32_t process, const std::string& because);

  // In the order in which the events began. The book is empty then.
  Trace take();

 private:
  int64_t start_;
  Trace trace_;
  std::set<std::string> doubts_;
};

}  // namespace lintcache
