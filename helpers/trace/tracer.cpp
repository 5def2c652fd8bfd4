// SPDX-License-Identifier: MIT
// Stops of ptrace(2).
#include "trace/tracer.h"

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "trace/call_change.h"
#include "trace/call_filter.h"
#include "trace/program_file.h"
#include "trace/tracee.h"

namespace lintcache {
namespace {

constexpr int k_options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                          PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
constexpr size_t k_most_asked = 8;  // so many threads have nothing to do but by chance
constexpr int k_call_stop = SIGTRAP | 0x80;

bool is_job_control(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

pid_t message_of(pid_t thread) {
  unsigned long message = 0;
  ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &message);
  return static_cast<pid_t>(message);
}

}  // namespace

Tracer::Tracer(TraceBook& book, std::function<void(bool)> around_error, LogReader& log, const Preloading& preloading)
    : book_(book), around_error_(std::move(around_error)), log_(log), preloading_(preloading) {}

int Tracer::seize(pid_t root, TracedProcess as) {
  root_ = root;
  as.pid = root;
  processes_[root] = {book_.add_process(std::move(as)), root};
  if (ptrace(PTRACE_SEIZE, root, nullptr, k_options) != 0) return errno;
  threads_[root].process = root;
  return 0;
}

uint32_t Tracer::index_of(const Thread& thread) const {
  const auto found = processes_.find(thread.process);
  return found == processes_.end() ? 0 : found->second.index;
}

std::vector<uint32_t> Tracer::living() const {
  std::vector<uint32_t> indices;
  for (const auto& [number, process] : processes_) indices.push_back(process.index);
  return indices;
}

void Tracer::signal_all(int signal) {
  kills_ = kills_ || signal == SIGKILL;
  for (const auto& [number, process] : processes_) kill(number, signal);
}

bool Tracer::others_run(pid_t thread) const {
  if (threads_.size() > k_most_asked) return true;
  return std::any_of(threads_.begin(), threads_.end(),
                     [thread](const auto& other) { return other.first != thread && is_busy(other.first); });
}

void Tracer::handle(pid_t id, int status, int64_t time) {
  if (WIFEXITED(status) || WIFSIGNALED(status)) {
    on_end(id, status, time);
    return;
  }
  if (!WIFSTOPPED(status)) return;
  const int event = status >> 16;
  if (event == PTRACE_EVENT_EXEC) on_executed(id);
  const auto found = threads_.find(id);
  if (found == threads_.end()) {
    early_.insert(id);
    return;
  }
  if (records_) cpu_.stopped(id, time, [this](pid_t one) { return others_run(one); });
  on_stop(id, found->second, event, WSTOPSIG(status));
}

void Tracer::on_stop(pid_t id, Thread& thread, int event, int signal) {
  switch (event) {
    case PTRACE_EVENT_SECCOMP:
      on_call(id, thread);
      return;
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
      // A copy, for the child may make room for itself among the threads.
      on_child(id, Thread{thread}, event);
      resume(id, threads_[id]);
      return;
    case PTRACE_EVENT_STOP:
      // Stopped as by a shell, it waits for the signal that lets it go on, as it would untraced.
      if (is_job_control(signal)) ptrace(PTRACE_LISTEN, id, nullptr, nullptr);
      else resume(id, thread);
      return;
    case 0:
      if (signal == k_call_stop) {
        if (thread.is_watched) on_watched_call(id, thread);
        on_result(id, thread);
        signal = 0;
      }
      resume(id, thread, signal);
      return;
    default:
      resume(id, thread);
  }
}

void Tracer::resume(pid_t id, Thread& thread, int signal) {
  thread.is_watched = !thread.awaited.empty();
  // One that was killed meanwhile is not there to go on.
  ptrace(thread.is_in_call || thread.is_watched ? PTRACE_SYSCALL : PTRACE_CONT, id, nullptr, static_cast<long>(signal));
}

void Tracer::record(const Thread& thread, std::vector<Event> events) {
  if (!records_) return;
  const uint32_t process = index_of(thread);
  for (Event& event : events) {
    if (preloading_.is_library(event.path)) continue;
    if (changes_a_file(event)) note_writer(thread.process);
    const bool reads = event.kind == EventKind::execute || event.kind == EventKind::map ||
                       (event.kind == EventKind::open && (event.flags & (O_ACCMODE | O_DIRECTORY | O_PATH | O_TRUNC)) == O_RDONLY);
    if (reads && event.error == 0) log_.note(event.path);
    book_.add(std::move(event), process, thread.begin);
  }
}

// What the library told of the thread.
void Tracer::take_log(pid_t id, const Thread& thread, bool is_over) {
  if (!log_.is_open()) return;
  const uint32_t process = index_of(thread);
  const bool is_whole = log_.take(id, is_over, [&](const LogRecord& record, std::string_view path) {
    if (!records_) return;
    Event event = event_of(static_cast<EventKind>(record.kind), std::string(path));
    event.error = record.error;
    event.flags = record.flags;
    event.mode = record.mode;
    if (event.kind == EventKind::variable) std::swap(event.path, event.other);
    if (changes_a_file(event)) note_writer(thread.process);
    if (record.error == k_no_result) event = doubt_event("is ended in the middle of a system call");
    book_.add(std::move(event), process, record.begin - book_.start());
  });
  if (!is_whole && records_) book_.doubt(process, "writes where only its tracer should");
}

// A program that can take the library gets it, whatever environment it is given.
void Tracer::put_library(pid_t id, Thread& thread) {
  const auto process = processes_.find(thread.process);
  if (!preloading_.is_possible() || !records_ || thread.begun.events.empty() || process == processes_.end()) return;
  if (!preloading_.suits(read_program_file(thread.begun.events[0].path, working_directory(id)))) return;
  if (!rooms_.insert(process->second.memory).second) return;
  const auto put = preloading_.put_environment(id, thread.begun.environment);
  if (put && change_argument(id, thread.begun.environment_place, *put)) thread.environment = thread.begun.environment;
  else rooms_.erase(process->second.memory);
}

void Tracer::forget_room(const Thread& thread) {
  const auto process = processes_.find(thread.process);
  if (thread.environment && process != processes_.end()) rooms_.erase(process->second.memory);
}

// Before a thread may see which processors it was given for a while.
void Tracer::hide_cpu(pid_t id, const CallRule* rule, const CallArguments& arguments, const std::vector<Event>& events) {
  if (rule != nullptr && rule->call == Call::processors) {
    const auto meant = static_cast<pid_t>(arguments[0]);
    if (meant == 0 || meant == id) cpu_.release();
    else cpu_.give_up();
  }
  if (!events.empty() && events[0].path.starts_with("/proc/") && events[0].path.ends_with("/status")) cpu_.give_up();
}

void Tracer::on_call(pid_t id, Thread& thread) {
  __ptrace_syscall_info info{};
  const long size = records_ ? ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info) : 0;
  if (size <= 0 || info.op != PTRACE_SYSCALL_INFO_SECCOMP) {
    if (records_) book_.doubt(index_of(thread), "makes system calls of which the kernel does not tell");
    resume(id, thread);
    return;
  }
  thread.begin = book_.now();
  if (info.seccomp.ret_data == k_foreign_stop) {
    book_.doubt(index_of(thread), "runs code for another kind of processor (32 bits)");
    resume(id, thread);
    return;
  }
  take_log(id, thread, false);
  const long number = static_cast<long>(info.seccomp.nr);
  if (number == SYS_exit_group) return on_leave(id, thread, {1, 2});
  if (number == SYS_close) return on_leave(id, thread, {static_cast<int>(info.seccomp.args[0])});
  const CallRule* rule = call_rule(number);
  const std::string unknown = "of number " + std::to_string(number);
  const CallRule stranger{number, unknown.c_str()};
  CallArguments arguments;
  for (size_t i = 0; i < arguments.size(); ++i) arguments[i] = info.seccomp.args[i];
  thread.begun = begin_call(id, rule != nullptr ? *rule : stranger, arguments,
                            [&](pid_t process) { return processes_.contains(process) || threads_.contains(process); });
  // By either descriptor: shells redirect the one to the other.
  if (thread.begun.call == Call::write_output && descriptor_target(id, static_cast<int>(arguments[0])) == error_target_) {
    thread.begun.wants_result = true;
    around_error_(true);
  }
  hide_cpu(id, rule, arguments, thread.begun.events);
  if (thread.begun.call == Call::execute) put_library(id, thread);
  thread.is_in_call = thread.begun.wants_result;
  if (!thread.is_in_call) record(thread, end_call(std::move(thread.begun), 0));
  resume(id, thread);
}

void Tracer::on_result(pid_t id, Thread& thread) {
  if (!std::exchange(thread.is_in_call, false)) return;
  if (thread.begun.call == Call::write_output) around_error_(false);
  if (thread.environment) {
    // It goes on, and finds its registers as it left them.
    change_argument(id, thread.begun.environment_place, *thread.environment);
    forget_room(thread);
    thread.environment.reset();
  }
  __ptrace_syscall_info info{};
  const long size = ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info);
  if (size > 0 && info.op == PTRACE_SYSCALL_INFO_EXIT)
    record(thread, end_call(std::move(thread.begun), info.exit.rval));
  else if (records_)
    book_.doubt(index_of(thread), "makes system calls of which the kernel does not tell");
}

void Tracer::on_child(pid_t parent, const Thread& thread, int event) {
  const pid_t child = message_of(parent);
  if (child <= 0) return;
  cpu_.began(parent, child);
  const bool is_thread = event == PTRACE_EVENT_CLONE && process_of(child) == thread.process;
  threads_[child].process = is_thread ? thread.process : child;
  threads_[child].awaited = thread.awaited;
  if (!is_thread) {
    TracedProcess process;
    if (records_) process = book_.process(index_of(thread));
    process.pid = child;
    process.parent = index_of(thread);
    process.is_exec = false;
    process.status = 0;
    process.directory = working_directory(child);
    const auto owner = processes_.find(thread.process);
    const bool shares = event == PTRACE_EVENT_VFORK && owner != processes_.end();
    const pid_t memory = shares ? owner->second.memory : child;
    processes_[child] = {records_ ? book_.add_process(std::move(process)) : 0, memory};
    if (records_) note_unnoticed();
    if (kills_) kill(child, SIGKILL);
  }
  if (early_.erase(child) != 0) resume(child, threads_[child]);
}

void Tracer::on_executed(pid_t id) {
  // The thread that asked has the number of its process now, and is the only one of it.
  const pid_t before = message_of(id);
  cpu_.renamed(before, id);
  Thread thread;
  if (const auto found = threads_.find(before); found != threads_.end()) thread = std::move(found->second);
  thread.process = id;
  thread.is_in_call = thread.is_reading = false;
  take_log(before, thread, true);
  forget_room(thread);
  thread.environment.reset();
  std::erase_if(threads_, [&](const auto& other) {
    if (other.second.process == id) take_log(other.first, other.second, true);
    return other.second.process == id;
  });
  const BegunCall begun = std::exchange(thread.begun, {});
  threads_[id] = thread;
  processes_[id].memory = id;
  if (!records_) return;
  const uint32_t earlier = index_of(thread);
  const std::string directory = working_directory(id);
  record(thread, begun.events);
  if (!begun.events.empty()) {
    const ProgramFile file = read_program_file(begun.events[0].path, directory);
    for (const std::string& helper : file.helpers) record(thread, {event_of(EventKind::execute, helper)});
    if (file.has_rights) book_.doubt(earlier, "runs a program with rights of its own (" + file.program + ")");
  }
  uint32_t index = earlier;
  if (id != root_ || std::exchange(started_, true)) {
    book_.process(earlier).end = thread.begin;
    TracedProcess process;
    process.pid = id;
    process.parent = earlier;
    process.is_exec = true;
    index = processes_[id].index = book_.add_process(std::move(process));
  }
  TracedProcess& process = book_.process(index);
  if (!begun.arguments.empty()) process.arguments = begun.arguments;
  process.executable = executable_of(id);
  process.directory = directory;
  record(thread, {event_of(EventKind::environment)});
}

void Tracer::on_end(pid_t id, int status, int64_t time) {
  cpu_.ended(id);
  if (const auto found = threads_.find(id); found != threads_.end()) {
    const bool is_writing = found->second.is_in_call && found->second.begun.call == Call::write_output;
    if (is_writing) around_error_(false);
    if (found->second.is_in_call && records_ && !is_writing)
      book_.doubt(index_of(found->second), "is ended in the middle of a system call");
    take_log(id, found->second, true);
    forget_room(found->second);
    threads_.erase(found);
  }
  early_.erase(id);
  const auto process = processes_.find(id);
  if (process == processes_.end()) return;
  if (records_) {
    book_.process(process->second.index).end = time;
    book_.process(process->second.index).status = status;
    unnoticed_.emplace_back(id, process->second.index);
  }
  processes_.erase(process);
  if (id == root_) root_status_ = status;
}

}  // namespace lintcache
