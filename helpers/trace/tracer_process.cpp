// SPDX-License-Identifier: MIT
// Starts the command, follows it, and stays as long as anything of it lives.
#include "trace/tracer_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/fence.h"
#include "base/frame.h"
#include "trace/trace_bytes.h"
#include "trace/tracee.h"
#include "trace/tracer.h"

namespace lintcache {
namespace {

// How long processes that the command left may take to end.
constexpr int64_t k_grace = 250'000'000;  // nanoseconds

// When to look again at who waits, nanoseconds: soon at first.
constexpr int64_t k_soonest = 400'000, k_latest = 2'000'000;

// How the beginning of the command went.
enum class Step : uint8_t { filter, program };
struct Failure {
  Step step;
  int error;
};

volatile sig_atomic_t wants_end = 0, wants_request = 0;

void on_signal(int signal) { (signal == k_end_now ? wants_end : wants_request) = 1; }

void listen_to_signals() {
  sigset_t none;
  sigemptyset(&none);
  // What a terminal sends goes to the command as well, which decides.
  for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTOU, SIGTTIN, SIGPIPE, SIGUSR2})
    std::signal(signal, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);
  struct sigaction action {};
  action.sa_handler = on_signal;
  for (const int signal : {k_end_now, k_ask_to_end}) sigaction(signal, &action, nullptr);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

const sigset_t& child_signal() {
  static const sigset_t set = [] {
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGCHLD);
    return only;
  }();
  return set;
}

// The new process, until it is the program.

bool install(const std::vector<sock_filter>& code) {
  sock_fprog program{static_cast<unsigned short>(code.size()), const_cast<sock_filter*>(code.data())};
  // Without the flag older kernels slow down all that has a filter.
  const auto set = [&] {
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0;
  };
  return set() || (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && set());
}

void close_others_on_exec() {
  if (syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  for (int fd = 3; fd < sysconf(_SC_OPEN_MAX); ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
}

bool put_in_place(const std::array<int, 3>& streams) {
  // Copies first, for one of them may lie where another belongs.
  std::array<int, 3> copies;
  for (size_t i = 0; i < streams.size(); ++i) copies[i] = fcntl(streams[i], F_DUPFD_CLOEXEC, 10);
  for (size_t i = 0; i < streams.size(); ++i)
    if (dup2(copies[i], static_cast<int>(i)) < 0) return false;
  return true;
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> list;
  for (const std::string& string : strings) list.push_back(const_cast<char*>(string.c_str()));
  list.push_back(nullptr);
  return list;
}

[[noreturn]] void be_command(const TracerTask& task, int sign, int failures) {
  const auto fail = [&](Step step) {
    const Failure failure{step, errno};
    return write(failures, &failure, sizeof failure) == sizeof failure;
  };
  auto arguments = pointers(task.command.arguments);
  const auto environment = pointers(task.command.environment);
  const auto filter = call_filter(task.filter);
  if (task.has_session) setsid();
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
  // No filter without a tracer.
  char is_traced = 0;
  const bool begins = read(sign, &is_traced, 1) == 1;
  if (!begins || !put_in_place(task.streams) || chdir(task.command.directory.c_str()) != 0) {
    fail(Step::program);
    _exit(127);
  }
  close_others_on_exec();
  fence_in(task.command.limits);
  if (is_traced == 1 && !install(filter)) fail(Step::filter);
  const char* const program = arguments[0];
  if (!task.name.empty()) arguments[0] = const_cast<char*>(task.name.c_str());
  execve(program, arguments.data(), environment.data());
  fail(Step::program);
  _exit(127);
}

// The tracer.

class Watch {
 public:
  explicit Watch(const TracerTask& task)
      : task_(task),
        tracer_(book_, [this](bool begins) { say(begins ? k_say_output : k_say_error); }, *task.log, preloading_) {}

  [[noreturn]] void run();

 private:
  void prepare_library();
  void tell_of_input();
  void start();
  void follow();
  void look_at_failures();
  void report();
  void say(const char* what);
  void leave_streams();
  // Whether somebody was there to be waited for.
  bool wait_for_one(bool may_block);

  TracerTask task_;
  TraceBook book_;
  Preloading preloading_;
  Tracer tracer_;
  Descriptor failures_;
  pid_t root_ = 0;
  bool is_traced_ = false;
  std::optional<int> status_;
  int start_error_ = 0;
};

void Watch::run() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  listen_to_signals();
  prepare_library();
  start();
  follow();
  look_at_failures();
  const bool is_left = is_traced_ && !tracer_.living().empty();
  report();
  prctl(PR_SET_PDEATHSIG, 0);
  close(task_.channel);
  tracer_.stop_recording();
  while (is_left && wait_for_one(true)) {
  }
  _exit(0);
}

void Watch::prepare_library() {
  if (task_.preload.empty() || !task_.log->is_open()) return;
  preloading_ = Preloading(task_.preload, task_.log->path(getpid()));
  if (!preloading_.is_possible()) return;
  task_.filter.told_begin = k_told_page;
  task_.filter.told_end = k_told_page + k_told_size;
  const ProgramFile program = read_program_file(task_.command.arguments[0], task_.command.directory);
  auto& environment = task_.command.environment;
  if (preloading_.suits(program)) environment = preloading_.with_library(std::move(environment));
}

void Watch::start() {
  tracer_.set_error_target(descriptor_target(getpid(), task_.streams[2]));
  tracer_.set_output_target(descriptor_target(getpid(), task_.streams[1]));
  int sign[2], failures[2];
  if (pipe2(sign, O_CLOEXEC) != 0 || pipe2(failures, O_CLOEXEC) != 0) {
    start_error_ = errno;
    return;
  }
  root_ = fork();
  if (root_ == 0) {
    close(sign[1]);
    be_command(task_, sign[0], failures[1]);
  }
  if (root_ < 0) start_error_ = errno;
  close(sign[0]);
  close(failures[1]);
  failures_ = Descriptor(failures[0]);
  if (root_ < 0) return;
  TracedProcess as;
  as.arguments = task_.command.arguments;
  as.directory = task_.command.directory;
  int error = call_rules().empty() ? ENOSYS : tracer_.seize(root_, as);
  is_traced_ = error == 0;
  if (call_rules().empty()) {
    book_.add_process(as);
    book_.doubt(0, "cannot be traced: there is no tracer for this machine");
  } else if (error != 0) {
    book_.doubt(0, std::string("cannot be traced: ") + std::strerror(error));
  }
  tell_of_input();
  const char traced = is_traced_ ? 1 : 0;
  [[maybe_unused]] const ssize_t told = write(sign[1], &traced, 1);
  close(sign[1]);
  leave_streams();
}

// A file that is its standard input was opened before our eyes; whoever of the tree reads it, it counts as opened.
void Watch::tell_of_input() {
  std::string input = descriptor_target(getpid(), task_.streams[0]);
  if (!input.starts_with('/') || input.starts_with("/dev/") || input.ends_with(" (deleted)")) return;
  book_.add(event_of(EventKind::open, std::move(input)), 0, book_.now());
}

// So that their ends are seen by who reads them.
void Watch::leave_streams() {
  const int nothing = open("/dev/null", O_RDWR);
  for (int i = 0; i < 3; ++i) dup2(nothing, i);
  std::vector<int> kept = {2, task_.channel, failures_.get(), task_.log->is_open() ? task_.log->descriptor() : 2};
  std::sort(kept.begin(), kept.end());
  for (size_t i = 0; i < kept.size(); ++i) {
    const unsigned first = static_cast<unsigned>(kept[i]) + 1;
    const unsigned end = i + 1 < kept.size() ? static_cast<unsigned>(kept[i + 1]) : ~0U;
    if (first < end) syscall(SYS_close_range, first, end - 1, 0);
  }
}

bool Watch::wait_for_one(bool may_block) {
  int status = 0;
  // Its parent hears of an end when it is taken here: what the parent does then must be later than that.
  siginfo_t seen{};
  if (waitid(P_ALL, 0, &seen, WEXITED | WSTOPPED | __WALL | WNOWAIT | (may_block ? 0 : WNOHANG)) != 0) {
    if (errno != EINTR) return false;
    tracer_.on_signal(book_.now());
    return true;
  }
  const int64_t time = book_.now();
  const pid_t thread = seen.si_pid == 0 ? 0 : waitpid(seen.si_pid, &status, __WALL | WNOHANG);
  if (thread > 0) tracer_.handle(thread, status, time);
  if (thread == root_ && (WIFEXITED(status) || WIFSIGNALED(status))) status_ = status;
  if (thread == 0) {
    const timespec wait{0, static_cast<long>(std::clamp(tracer_.holds_for() / 8, k_soonest, k_latest))};
    sigtimedwait(&child_signal(), nullptr, &wait);
  }
  return thread >= 0 || errno == EINTR;
}

void Watch::follow() {
  sigprocmask(SIG_BLOCK, &child_signal(), nullptr);
  int64_t ended = 0;
  while (start_error_ == 0) {
    if (wants_end != 0) tracer_.signal_all(SIGKILL);
    if (std::exchange(wants_request, 0) != 0) tracer_.signal_all(SIGTERM);
    if (wants_end != 0 && !is_traced_) kill(root_, SIGKILL);
    if (!wait_for_one(!status_ && tracer_.holds_for() == 0)) return;
    tracer_.look_at_leaving();
    if (!status_) continue;
    if (ended == 0) ended = book_.now();
    if (!is_traced_ || tracer_.living().empty() || book_.now() - ended > k_grace) return;
  }
}

void Watch::look_at_failures() {
  Failure failure{};
  while (read(failures_.get(), &failure, sizeof failure) == sizeof failure) {
    if (failure.step == Step::program) start_error_ = failure.error;
    else book_.doubt(0, std::string("cannot be traced: ") + std::strerror(failure.error));
  }
}

void Watch::say(const char* what) {
  char answer = 0;
  if (!write_frame(task_.channel, {what}).ok()) return;
  while (read(task_.channel, &answer, 1) < 0 && errno == EINTR) {
  }
}

void Watch::report() {
  if (start_error_ != 0) {
    [[maybe_unused]] const auto said = write_frame(task_.channel, {k_say_failed, std::to_string(start_error_)});
    return;
  }
  const auto left = tracer_.living();
  for (const uint32_t index : left) {
    const TracedProcess& process = book_.process(index);
    book_.doubt(index, "leaves a process behind (" + (process.arguments.empty() ? "" : process.arguments[0]) + ")");
  }
  // Of a process that goes by another number than the one we know: by its number it would have been taken.
  if (left.empty() && task_.log->has_rest()) book_.doubt(0, "has processes that nobody can tell apart");
  std::string trace = encode_trace(book_.take());
  if (trace.size() > k_frame_limit / 2) {
    Trace cut;
    cut.processes.resize(1);
    cut.events.push_back(doubt_event("does more than a trace can hold"));
    trace = encode_trace(cut);
  }
  [[maybe_unused]] const auto said =
      write_frame(task_.channel, {k_say_ended, std::to_string(status_.value_or(0)), trace, left.empty() ? "0" : "1"});
}

}  // namespace

void be_tracer(const TracerTask& task) {
  Watch(task).run();
}

}  // namespace lintcache
