// SPDX-License-Identifier: MIT
// What the kernel says of other processes, and how to leave none behind.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace lintcache {

struct Pulse {
  char state = '?';  // as ps(1) shows it
  pid_t parent = 0;
  unsigned long long ticks = 0;  // of CPU time, its own and its waited-for children's
};

// Nothing where there is no such process any more.
std::optional<Pulse> pulse_of(const std::string& pid);

// Those of an earlier program of this process count, too: a shell that was replaced by this one.
bool has_children();

// To be called once: children of children that lost their parents become ours, so that they can be ended.
void adopt_orphans();

// Kills and reaps all children of this process, wherever they hide: orphans come to us, in a session of their own or
// not. Gives up after some seconds. Nobody else may wait for a child meanwhile.
void end_children();

}  // namespace lintcache
