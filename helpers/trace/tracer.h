// SPDX-License-Identifier: MIT
// Follows a tree of processes by ptrace(2): each stop of one of its threads becomes events, and the thread goes on.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "trace/call_events.h"
#include "trace/log_reader.h"
#include "trace/preloading.h"
#include "trace/shared_cpu.h"
#include "trace/trace_book.h"

namespace lintcache {

// To be used by one thread, which alone is the tracer of all.
class Tracer {
 public:
  // `around_error` is called before (true) and after (false) something is written to the tree's standard error, while
  // the writer waits. `log` is where the library tells that `preloading` brings into programs.
  Tracer(TraceBook& book, std::function<void(bool begins)> around_error, LogReader& log, const Preloading& preloading);

  // What descriptor_target() says of the tree's standard error.
  void set_error_target(std::string target) { error_target_ = std::move(target); }

  // The same of its standard output: nobody in the tree reads what is written to either.
  void set_output_target(std::string target) { output_target_ = std::move(target); }

  // Takes the root of the tree, a child that waits for a sign and has no filter yet; `as` describes it. An errno value
  // where it cannot be traced.
  int seize(pid_t root, TracedProcess as);

  // What waitpid() said of a thread, and a moment (TraceBook::now) before it said so.
  void handle(pid_t thread, int status, int64_t time);

  [[nodiscard]] std::optional<int> root_status() const { return root_status_; }
  [[nodiscard]] bool started() const { return started_; }  // the root became the program

  // Processes that have not ended, by their indices.
  [[nodiscard]] std::vector<uint32_t> living() const;

  // To all processes; with SIGKILL also to those that begin later.
  void signal_all(int signal);

  // From now on the tree goes on unwatched; it has to be handled all the same, for its filter stays.
  void stop_recording();

  // How long a process has been kept from its end, nanoseconds; 0: none is. `look_at_leaving` is to be called then,
  // every other moment.
  [[nodiscard]] int64_t holds_for() const;
  void look_at_leaving();

  // A signal came to us, at a moment as for `handle`.
  void on_signal(int64_t time) {
    cpu_.look(time, [this](pid_t thread) { return others_run(thread); });
  }

 private:
  struct Thread {
    pid_t process = 0;  // that it belongs to
    bool is_in_call = false;  // until its result is there
    BegunCall begun;
    int64_t begin = 0;
    std::optional<uint64_t> environment;  // that it meant, while it executes a program with another one
    std::string awaited;        // a pipe of which it may read the end; each of its calls stops then
    bool is_watched = false;    // does so since it was last stopped
    bool is_reading = false;    // from that pipe, until the result is there
    bool may_close = false;     // that pipe, by the call that it is in
  };
  // A thread that ends its process, or closes standard output, and has last of all a pipe to write to: it waits until those
  // who read the pipe do so, and are watched.
  struct Leaving {
    pid_t thread = 0;
    int64_t since = 0;
    std::vector<std::string> pipes;
  };
  struct Process {
    uint32_t index = 0;
    pid_t memory = 0;  // the process whose memory it has, as after vfork(); else its own
    bool writes = false;  // it, a child of it, or somebody whose pipe one of them read, has changed a file
  };

  [[nodiscard]] bool others_run(pid_t thread) const;
  void on_stop(pid_t id, Thread& thread, int event, int signal);
  void on_call(pid_t id, Thread& thread);
  void hide_cpu(pid_t id, const CallRule* rule, const CallArguments& arguments, const std::vector<Event>& events);
  void on_result(pid_t id, Thread& thread);
  void on_child(pid_t parent, const Thread& thread, int event);
  void on_executed(pid_t id);
  void on_end(pid_t id, int status, int64_t time);
  void on_leave(pid_t id, Thread& thread, const std::vector<int>& descriptors);
  void on_watched_call(pid_t id, Thread& thread);
  bool has_written(pid_t process);
  void note_writer(pid_t process);
  bool may_leave(const Leaving& leaving, const Thread& thread);
  std::vector<pid_t> readers_after(const Thread& thread, const std::string& pipe);
  void note_unnoticed();
  void resume(pid_t id, Thread& thread, int signal = 0);
  void record(const Thread& thread, std::vector<Event> events);
  void take_log(pid_t id, const Thread& thread, bool is_over);
  void put_library(pid_t id, Thread& thread);
  void forget_room(const Thread& thread);
  [[nodiscard]] uint32_t index_of(const Thread& thread) const;

  TraceBook& book_;
  std::function<void(bool)> around_error_;
  std::string error_target_, output_target_;
  LogReader& log_;
  SharedCpu cpu_;
  const Preloading& preloading_;
  pid_t root_ = 0;
  bool started_ = false, records_ = true, kills_ = false;
  std::optional<int> root_status_;
  std::unordered_map<pid_t, Thread> threads_;
  std::unordered_map<pid_t, Process> processes_;  // living ones
  std::unordered_set<pid_t> rooms_;               // memories with an environment that somebody is executing with
  std::unordered_set<pid_t> early_;                // stopped before their parents told of them
  std::vector<Leaving> leaving_;
  std::vector<std::pair<pid_t, uint32_t>> unnoticed_;  // ended, and their parents may not know; by number and index
};

}  // namespace lintcache
