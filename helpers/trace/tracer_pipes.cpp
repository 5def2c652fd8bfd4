// SPDX-License-Identifier: MIT
// The part of the tracer that sees what orders processes: who reads the end of a pipe after whom, who was not waited for.
//
// To stop each read(2) would take long. So a process that lets go of the last end to write to a pipe is kept from doing so
// until those who read it sleep there, or wait for a child; from then on all their calls stop, until one has read the
// end. A thread is interrupted only where that leaves no trace. Whoever has changed no file need not be waited for.
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "trace/pipe_ends.h"
#include "trace/tracee.h"
#include "trace/tracer.h"

namespace lintcache {
namespace {

// How long a process may be kept from its end. Whoever reads from it is computing, or waits for somebody else.
constexpr int64_t k_most_delay = 300'000'000;  // nanoseconds

constexpr size_t k_most_unnoticed = 64;

}  // namespace

// Others that can read from the pipe, once the thread's process, which can write to it, is gone; none where others can
// write to it, too. Who has both ends is about to hand them out.
std::vector<pid_t> Tracer::readers_after(const Thread& thread, const std::string& pipe) {
  std::unordered_set<pid_t> readers;
  for (const auto& [number, process] : processes_) {
    if (number == thread.process) continue;
    const PipeEnds ends = pipe_ends(number, pipe);
    if (ends.writes && !ends.reads) return {};
    if (ends.reads) readers.insert(number);
  }
  std::vector<pid_t> threads;
  for (const auto& [number, other] : threads_)
    if (readers.contains(other.process)) threads.push_back(number);
  return threads;
}

void Tracer::note_writer(pid_t process) {
  for (auto found = processes_.find(process); found != processes_.end() && !found->second.writes; found = processes_.find(process)) {
    found->second.writes = true;
    uint32_t index = found->second.index;
    // What it was before it became other programs has the same parent.
    while (book_.process(index).is_exec) index = book_.process(index).parent;
    process = static_cast<pid_t>(book_.process(book_.process(index).parent).pid);
  }
}

// Also of what the library told, and nobody has taken yet.
bool Tracer::has_written(pid_t process) {
  const auto found = processes_.find(process);
  if (found == processes_.end()) return true;
  for (const auto& [number, thread] : threads_) {
    if (found->second.writes) return true;
    if (thread.process != process) continue;
    const bool is_whole = log_.look(number, [&](const LogRecord& record, std::string_view path) {
      Event event = event_of(static_cast<EventKind>(record.kind), std::string(path));
      event.error = record.error;
      event.flags = record.flags;
      if (changes_a_file(event)) note_writer(process);
    });
    if (!is_whole) note_writer(process);
  }
  return found->second.writes;
}

void Tracer::on_leave(pid_t id, Thread& thread, const std::vector<int>& descriptors) {
  Leaving leaving{id, thread.begin, {}};
  for (const int descriptor : descriptors) {
    const std::string pipe = written_pipe(id, descriptor);
    if (pipe.empty() || pipe == output_target_ || pipe == error_target_ || !has_written(thread.process)) continue;
    record(thread, {event_of(EventKind::held_pipe, pipe)});
    leaving.pipes.push_back(pipe);
  }
  if (leaving.pipes.empty() || !records_) {
    resume(id, thread);
    return;
  }
  leaving_.push_back(std::move(leaving));
  look_at_leaving();
}

int64_t Tracer::holds_for() const { return leaving_.empty() ? 0 : std::max<int64_t>(1, book_.now() - leaving_.back().since); }

// Whether all who read from what it can write to are watched, or nothing can be done about it.
bool Tracer::may_leave(const Leaving& leaving, const Thread& thread) {
  const bool is_late = !records_ || book_.now() - leaving.since > k_most_delay;
  bool may = true;
  for (const std::string& pipe : leaving.pipes) {
    for (const pid_t reader : readers_after(thread, pipe)) {
      Thread& other = threads_[reader];
      if (other.awaited == pipe && (other.is_watched || !is_late)) {
        may = may && other.is_watched;
      } else if (is_late || sleeps_lightly(reader)) {
        other.awaited = pipe;
        if (!is_late) ptrace(PTRACE_INTERRUPT, reader, nullptr, nullptr);
        may = may && is_late;
      } else {
        may = false;
      }
    }
  }
  return may;
}

void Tracer::look_at_leaving() {
  std::erase_if(leaving_, [&](const Leaving& leaving) {
    const auto found = threads_.find(leaving.thread);
    if (found == threads_.end()) return true;
    if (!may_leave(leaving, found->second)) return false;
    resume(leaving.thread, found->second);
    return true;
  });
}

void Tracer::stop_recording() {
  records_ = false;
  cpu_.give_up();
  look_at_leaving();
}

// Before and after each call of a thread that may read the end of a pipe.
void Tracer::on_watched_call(pid_t id, Thread& thread) {
  __ptrace_syscall_info info{};
  const long size = ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info);
  if (size > 0 && info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    const auto call = static_cast<long>(info.entry.nr);
    const uint64_t most = call == SYS_splice ? info.entry.args[4] : info.entry.args[2];
    const bool reads = (call == SYS_read || call == SYS_splice) && most > 0;
    thread.is_reading = reads && descriptor_target(id, static_cast<int>(info.entry.args[0])) == thread.awaited;
    thread.may_close = call == SYS_close || call == SYS_close_range || call == SYS_dup3 || call == SYS_execve;
#ifdef SYS_dup2
    thread.may_close = thread.may_close || call == SYS_dup2;
#endif
    return;
  }
  if (std::exchange(thread.may_close, false) && !pipe_ends(id, thread.awaited).reads) thread.awaited.clear();
  if (!std::exchange(thread.is_reading, false) || size <= 0 || info.op != PTRACE_SYSCALL_INFO_EXIT) return;
  if (info.exit.rval != 0) return;
  thread.begin = book_.now();
  record(thread, {event_of(EventKind::end_of_pipe, thread.awaited)});
  note_writer(thread.process);
  // Whoever else may read it, and waits for this one, comes after it.
  const std::string pipe = thread.awaited;
  for (auto& [number, other] : threads_)
    if (other.awaited == pipe) other.awaited.clear();
}

// Of processes that have ended, those that are still there have not been waited for.
void Tracer::note_unnoticed() {
  std::erase_if(unnoticed_, [](const auto& ended) { return kill(ended.first, 0) != 0; });
  if (unnoticed_.size() > k_most_unnoticed) unnoticed_.erase(unnoticed_.begin(), unnoticed_.end() - k_most_unnoticed);
  for (const auto& [number, index] : unnoticed_) book_.add(event_of(EventKind::unnoticed), index, book_.now());
}

}  // namespace lintcache
