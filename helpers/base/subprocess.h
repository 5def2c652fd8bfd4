// SPDX-License-Identifier: MIT
// The process seam: start a program, take what it writes, wait for it, end it with all its children.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/live_processes.h"
#include "base/result.h"
#include "base/stop.h"

namespace lintcache {

// Where a program finds the pipe for its report. Not among the low numbers: make hands those of its own pipes down.
inline constexpr int k_report_descriptor = 19;

// What a program may use; 0: as much as it likes.
struct ProcessLimits {
  double time = 0;      // seconds, by the clock on the wall
  uint64_t memory = 0;  // bytes of private memory, each process of it
  uint64_t output = 0;  // bytes that it may write to one stream or to one file
};

// Which of them made us end a program. Of the others the program hears itself.
enum class Beyond : uint8_t { nothing, time, output };

struct Command {
  std::vector<std::string> arguments;    // the first is the program: a path, not searched for in PATH
  std::vector<std::string> environment;  // VAR=VALUE, the whole of it
  std::string directory;                 // where it starts
  bool wants_report = false;             // k_report_descriptor is open for writing; only run_process() knows it
  ProcessLimits limits = {};
};

struct ProcessResult {
  int exit_status = -1;  // -1 where a signal ended it
  int signal = 0;        // 0 where it ended by itself
  bool stopped = false;  // true where we ended it because `stop` was raised
  Beyond beyond = Beyond::nothing;
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
  // Nothing is taken beyond `most` bytes of one stream; 0: all is.
  static Result<OutputPipes> open(bool wants_report, uint64_t most = 0);

  // The program's ends: standard output, standard error, report; -1 where no report is wanted.
  [[nodiscard]] std::array<int, 3> theirs() const;

  // To be called once the program has its ends, so that the streams end with it.
  void close_theirs();

  // Takes what comes, until the process ends (by its pidfd, or, without one, -1, where it is a child of ours), `stop` is
  // raised, so many seconds are over (0: never), or a stream goes beyond its most. Says in `result` which it was.
  void collect(pid_t process, int pidfd, const Stop& stop, double seconds, ProcessResult& result);

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
  [[nodiscard]] bool is_flooded() const;

  std::array<Stream, 3> streams_;
  std::array<std::string, 3> texts_;
  uint64_t most_ = 0;
};

// Starts a command in a session of its own with these descriptors and no others, and says its process. `report` becomes
// k_report_descriptor, and is -1 where there is none. Who calls reaps it, and sees to the limit of time.
Result<pid_t> start_process(const Command& command, int in, int out, int err, int report = -1);

// Asks a process that is not reaped yet, and all of its group, to end, and waits a moment for it to do so.
void ask_to_end(pid_t process, int pidfd);

// Runs a command to its end, in a session of its own, with an empty standard input. Waits for the
// program itself, not for children that it leaves behind. Beyond a limit it is asked to end, then killed with its
// group. An error means it could not be started.
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
  std::unique_ptr<LiveProcess> live_;
  Descriptor to_, from_, errors_;
};

}  // namespace lintcache
