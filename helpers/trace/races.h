// SPDX-License-Identifier: MIT
// Processes that touch one file with nothing that says which of them comes first.
//
// One comes before the other where it had ended before the other, or the ancestor that the two do not share, began; what
// a process did before it started a child comes before all that the child does; and what a child and its children did
// until they ended, before what their ancestors do later: they are taken to have waited. That it had ended says nothing as
// long as nobody has waited for it. What a process did before it let go of its end of a pipe comes before
// what is done by who has read the pipe to its end. Anything else is a race, also where a pipe put them in order otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "trace/event.h"

namespace lintcache {

struct Touch {
  uint32_t process = 0;
  int64_t time = 0;
  bool writes = false;
};

class ProcessOrder {
 public:
  explicit ProcessOrder(const Trace& trace);

  // `first` is not later than `second`.
  [[nodiscard]] bool is_ordered(const Touch& first, const Touch& second) const;

  // Two of these touches of one file, one of which writes, in no order; the processes, the earlier touch first.
  [[nodiscard]] std::optional<std::pair<uint32_t, uint32_t>> race(const std::vector<Touch>& touches) const;

 private:
  struct Thread {  // of control: a process with all programs that it became
    uint32_t parent = 0;
    int64_t begin = 0, end = 0;
  };
  // By a pipe: whoever wrote to it ended, then it was read to its end.
  struct Order {
    Touch held, read;
  };
  [[nodiscard]] std::vector<uint32_t> ancestors(uint32_t thread) const;
  [[nodiscard]] bool is_ordered_by_lives(const Touch& first, const Touch& second) const;

  std::vector<uint32_t> thread_of_;  // by process: the first of its thread
  std::vector<Thread> threads_;      // by that number
  std::vector<Order> by_pipes_;
};

}  // namespace lintcache
