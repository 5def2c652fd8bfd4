// SPDX-License-Identifier: MIT
// Stopping on signals.
#include "base/stop.h"

#include <csignal>
#include <cstdint>

#include <sys/eventfd.h>

namespace lintcache {
namespace {

Stop* stop_on_signal = nullptr;

void on_signal(int signal) {
  if (stop_on_signal->raised()) _exit(128 + signal);
  stop_on_signal->raise(signal);
}

}  // namespace

Stop::Stop() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Stop::raise(int signal) {
  signal_ = signal;
  raised_ = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t put = write(event_.get(), &one, sizeof one);
}

void raise_on_signals(Stop& stop) {
  stop_on_signal = &stop;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  // A program that we talk to and that dies is an error to report, not our end.
  signal(SIGPIPE, SIG_IGN);
}

}  // namespace lintcache
