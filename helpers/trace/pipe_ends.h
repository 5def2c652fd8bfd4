// SPDX-License-Identifier: MIT
// Which processes have an end of a pipe open, and whether a thread may be stopped without a trace of that in what it does.
#pragma once

#include <sys/types.h>

#include <string>

namespace lintcache {

// The pipe that a process can write to by this descriptor, as `pipe:[1]`; empty: the descriptor leads elsewhere.
std::string written_pipe(pid_t process, int descriptor);

struct PipeEnds {
  bool reads = false, writes = false;
};
PipeEnds pipe_ends(pid_t process, const std::string& pipe);

// Whether the thread sleeps in a system call that begins anew, as if nothing had been, when a tracer has interrupted it.
// Of write(2), for one, this is not so: it would say that it wrote a part.
bool sleeps_lightly(pid_t thread);

}  // namespace lintcache
