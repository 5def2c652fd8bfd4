// SPDX-License-Identifier: MIT
// Reading /proc.
#include "base/process_table.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/descriptor.h"

namespace lintcache {

// See proc(5); the command's name is in brackets and may hold anything, brackets included.
std::optional<Pulse> pulse_of(const std::string& pid) {
  const Descriptor file(open(("/proc/" + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  char text[1024];
  const ssize_t size = file ? read(file.get(), text, sizeof text - 1) : -1;
  if (size <= 0) return {};
  const std::string line(text, static_cast<size_t>(size));
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  Pulse pulse;
  unsigned long long used[4] = {};
  if (sscanf(line.c_str() + name_end + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu",
             &pulse.state, &pulse.parent, &used[0], &used[1], &used[2], &used[3]) != 6)
    return {};
  for (const unsigned long long ticks : used) pulse.ticks += ticks;
  return pulse;
}

bool has_children() {
  siginfo_t nobody;
  return waitid(P_ALL, 0, &nobody, WEXITED | WNOHANG | WNOWAIT) == 0;
}

void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void end_children() {
  using Clock = std::chrono::steady_clock;
  const auto give_up = Clock::now() + std::chrono::seconds(5);
  while (Clock::now() < give_up) {
    const pid_t reaped = waitpid(-1, nullptr, WNOHANG);
    if (reaped < 0 && errno == ECHILD) return;
    if (reaped != 0) continue;
    const std::unique_ptr<DIR, int (*)(DIR*)> processes(opendir("/proc"), closedir);
    while (const dirent* entry = processes ? readdir(processes.get()) : nullptr) {
      if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
      const auto pulse = pulse_of(entry->d_name);
      if (pulse && pulse->parent == getpid()) kill(std::atoi(entry->d_name), SIGKILL);
    }
    usleep(1000);
  }
}

}  // namespace lintcache
