// SPDX-License-Identifier: MIT
// The processes that we started and that still run, for an end in which there is no time to unwind.
#pragma once

#include <sys/types.h>

namespace lintcache {

// While it lives, the process and its group are among those that kill_live_processes() ends. The process must not have
// been waited for before. Of very many at a time some are not noted.
class LiveProcess {
 public:
  explicit LiveProcess(pid_t process);
  LiveProcess(const LiveProcess&) = delete;
  ~LiveProcess();

 private:
  int place_;
};

// May be called from a signal handler.
void kill_live_processes();

}  // namespace lintcache
