// SPDX-License-Identifier: MIT
// A warm interpreter that starts processes of one tool by forking, as seen by who wants them.
//
// The server (tools/server.py) finds a socket as k_report_descriptor. Both sides send frames (base/frame.h). It begins
// with `ready`, or with `odd` and why it serves nobody. Requests and their answers:
//   run word...   with three descriptors (SCM_RIGHTS), the child's standard output, standard error and report: the
//                 child's process id. The child is in a session of its own soon after
//   reap id       the wait status of that child, which has ended
// An empty answer says that it could not be done. The server ends with the stream. Another process of its group may answer
// in its place.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/frame.h"
#include "base/subprocess.h"
#include "base/wake.h"

namespace lintcache {

// May be used from several threads. Ending the object ends the server.
class LintServer {
 public:
  // `command` starts the server, once somebody asks for it; its limits but that of time are those of each process.
  // `stop` must outlive the object.
  LintServer(Command command, const Stop& stop);
  LintServer(const LintServer&) = delete;
  ~LintServer();

  // Runs the tool with these words after its program's name, as run_process() would. Nothing where the server cannot or
  // what it did is in doubt: then a process of its own has to do it. After that it may be asked no more. It may take so
  // many seconds; 0: as many as it likes.
  std::optional<ProcessResult> run(const std::vector<std::string>& words, double seconds = 0);

  // Is it of no use any more?
  [[nodiscard]] bool is_out() const { return is_out_; }

  // Why; empty where it is not.
  [[nodiscard]] std::string trouble();

  // The server's process; -1 before it is started.
  [[nodiscard]] pid_t process() const { return pid_; }

 private:
  Result<void> start();
  Result<Fields> ask(const Fields& request, const std::vector<int>& descriptors = {});
  Result<Fields> answer();
  Result<pid_t> begin(const std::vector<std::string>& words, const OutputPipes& pipes);
  Result<int> reap(pid_t child);

  // Does this while nobody else talks to the server, which is out where it fails.
  template <class Action>
  auto in_turn(const Action& action) -> decltype(action());
  [[nodiscard]] bool lives() const;

  Command command_;
  const Stop& stop_;
  std::mutex mutex_;  // of all below
  bool is_started_ = false;
  std::atomic<bool> is_out_ = false;
  std::string trouble_;
  std::atomic<pid_t> pid_ = -1;
  std::optional<LiveProcess> live_;
  Descriptor socket_, pidfd_;
  Wake others_;  // by whoever else waits for their turn
  std::optional<OutputPipes> pipes_;  // where the server itself should write nothing
};

}  // namespace lintcache
