// SPDX-License-Identifier: MIT
// The process seam: start a program, take what it writes, wait for it, end it with all its children.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "base/stop.h"

namespace lintcache {

// Where a program finds the pipe for its report. Not among the low numbers: make hands those of its own pipes down.
inline constexpr int k_report_descriptor = 19;

struct Command {
  std::vector<std::string> arguments;    // the first is the program: a path, not searched for in PATH
  std::vector<std::string> environment;  // VAR=VALUE, the whole of it
  std::string directory;                 // where it starts
  bool wants_report = false;             // k_report_descriptor is open for writing; only run_process() knows it
};

struct ProcessResult {
  int exit_status = -1;  // -1 where a signal ended it
  int signal = 0;        // 0 where it ended by itself
  bool stopped = false;  // true where we ended it because `stop` was raised
  std::string out;
  std::string err;
  std::string report;    // what it wrote to k_report_descriptor, as far as it came
  std::string output;    // what it wrote to a report file it was given, for who started it to fill in
  int64_t nanoseconds = 0;

  void set_status(int status);  // as waitpid() gives it
};

// The pipes that a program writes to, for who has it started by another process.
class OutputPipes {
 public:
  static Result<OutputPipes> open(bool wants_report);

  // The program's ends: standard output, standard error, report; -1 where no report is wanted.
  [[nodiscard]] std::array<int, 3> theirs() const;

  // To be called once the program has its ends, so that the streams end with it.
  void close_theirs();

  // Takes what comes, until the process of this pidfd ends or `stop` is raised; true where it was raised.
  bool collect(int pidfd, const Stop& stop);

  // Takes what is there now, without waiting for more; all that came so far.
  const std::array<std::string, 3>& take();

  // The same, handed over.
  void finish(ProcessResult& result);

 private:
  struct Stream {
    Descriptor ours, theirs;
    bool ended = true;
  };
  void take(size_t stream);

  std::array<Stream, 3> streams_;
  std::array<std::string, 3> texts_;
};

// Starts a command in a session of its own with these descriptors, and says its process. `report` becomes
// k_report_descriptor, and is -1 where there is none. Who calls reaps it.
Result<pid_t> start_process(const Command& command, int in, int out, int err, int report = -1);

// Runs a command to its end, in a session of its own, with an empty standard input. Waits for the
// program itself, not for children that it leaves behind. An error means it could not be started.
Result<ProcessResult> run_process(const Command& command, const Stop& stop);

// A program that we talk to over its standard input and output; its standard error goes to a pipe.
// Ending the object ends the program and its process group.
class Conversation {
 public:
  static Result<Conversation> start(const Command& command);
  Conversation(Conversation&& other) noexcept;
  ~Conversation();

  [[nodiscard]] int to() const { return to_.get(); }
  [[nodiscard]] int from() const { return from_.get(); }

  // What stands on its standard error now, without waiting for more.
  std::string complaint();

 private:
  Conversation() = default;
  pid_t pid_ = -1;
  Descriptor to_, from_, errors_;
};

}  // namespace lintcache
