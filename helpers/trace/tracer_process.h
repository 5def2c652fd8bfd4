// SPDX-License-Identifier: MIT
// The process between us and a traced command. It is one of its own, so that what the command leaves behind can go on:
// a filter of system calls cannot be taken away, and nothing works below it without a tracer.
#pragma once

#include <csignal>

#include "base/subprocess.h"
#include "trace/call_filter.h"
#include "trace/log_reader.h"

namespace lintcache {

struct TracerTask {
  Command command;
  std::array<int, 3> streams;  // the command's standard input, output and error
  int channel = -1;            // to us, a stream socket
  bool has_session = true;     // of its own
  FilterOptions filter;
  LogReader* log = nullptr;
  std::string preload;  // the library; empty: none
  std::string name;     // its first argument; empty: the program's path
};

// Messages of the process, as frames (base/frame.h); the first field says which.
inline constexpr const char* k_say_output = "output";  // take what is in standard output: answer with one byte
inline constexpr const char* k_say_error = "error";    // the same of standard error
inline constexpr const char* k_say_failed = "failed";  // an errno value: the command could not be started
inline constexpr const char* k_say_ended = "ended";    // its status as of waitpid(), its trace, "1" if some of it lives on

// Signals that it understands.
inline constexpr int k_end_now = SIGTERM;    // kills the command, with all processes of it
inline constexpr int k_ask_to_end = SIGUSR1;  // asks them to end

// To be called in a process that was just forked. Runs the command to its end, and says how it was.
[[noreturn]] void be_tracer(const TracerTask& task);

}  // namespace lintcache
