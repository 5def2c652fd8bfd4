// SPDX-License-Identifier: MIT
// Stopping on signals.
#include "base/stop.h"

#include <array>
#include <csignal>

#include "base/live_processes.h"

namespace lintcache {
namespace {

Stop* stop_on_signal = nullptr;
std::array<std::atomic<void (*)()>, 4> last_actions = {};

void on_signal(int signal) {
  if (stop_on_signal->raised()) {
    kill_live_processes();
    for (const auto& one : last_actions)
      if (const auto action = one.load()) action();
    _exit(128 + signal);
  }
  stop_on_signal->raise(signal);
}

}  // namespace

void Stop::raise(int signal) {
  signal_ = signal;
  raised_ = true;
  wake_.wake();
}

void before_quick_end(void (*action)()) {
  for (auto& place : last_actions) {
    void (*known)() = nullptr;
    if (place.compare_exchange_strong(known, action) || known == action) return;
  }
}

void raise_on_signals(Stop& stop) {
  stop_on_signal = &stop;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  // A reader that went away, such as a worker that died, is an error to tell, not our end.
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace lintcache
