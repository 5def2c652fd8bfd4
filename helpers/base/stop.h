// SPDX-License-Identifier: MIT
// The wish to stop: raised once by a signal or a failure, seen by everyone who waits.
#pragma once

#include <atomic>

#include "base/wake.h"

namespace lintcache {

class Stop {
 public:
  // May be called from a signal handler. `signal` is 0 where no signal was the cause.
  void raise(int signal = 0);

  [[nodiscard]] bool raised() const { return raised_.load(); }
  [[nodiscard]] int signal() const { return signal_.load(); }

  // Becomes readable once `raise` was called; for poll().
  [[nodiscard]] int descriptor() const { return wake_.descriptor(); }

 private:
  std::atomic<bool> raised_ = false;
  std::atomic<int> signal_ = 0;
  Wake wake_;
};

// Turns SIGINT, SIGTERM and SIGHUP into `stop.raise(signal)`; a second one ends the process at once,
// with all that it started (base/live_processes.h).
// SIGPIPE is ignored from then on.
// `stop` must outlive the process's use of signals.
void raise_on_signals(Stop& stop);

// One more thing to do before that quick end: a function that a signal handler may call; at most four, each once.
void before_quick_end(void (*action)());

}  // namespace lintcache
