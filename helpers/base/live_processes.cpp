// SPDX-License-Identifier: MIT
// A table that a signal handler can read at any moment.
#include "base/live_processes.h"

#include <array>
#include <atomic>
#include <csignal>

namespace lintcache {
namespace {

std::array<std::atomic<pid_t>, 1024> live_processes;

}  // namespace

LiveProcess::LiveProcess(pid_t process) : place_(-1) {
  for (size_t i = 0; i < live_processes.size() && place_ < 0; ++i)
    if (pid_t nobody = 0; live_processes[i].compare_exchange_strong(nobody, process)) place_ = static_cast<int>(i);
}

LiveProcess::~LiveProcess() {
  if (place_ >= 0) live_processes[static_cast<size_t>(place_)] = 0;
}

void kill_live_processes() {
  for (auto& one : live_processes)
    if (const pid_t process = one; process > 0) {
      kill(-process, SIGKILL);
      kill(process, SIGKILL);
    }
}

}  // namespace lintcache
