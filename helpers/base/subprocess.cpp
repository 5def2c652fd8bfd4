// SPDX-License-Identifier: MIT
// Processes, by way of vfork(), which takes no time however large we are. posix_spawn() knows nothing of limits.
#include "base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdint>

#include "base/fence.h"

namespace lintcache {
namespace {

struct Pipe {
  Descriptor read_end, write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error(errno, "cannot make a pipe");
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> list;
  for (const std::string& string : strings) list.push_back(const_cast<char*>(string.c_str()));
  list.push_back(nullptr);
  return list;
}

// For a program to put its things in order.
constexpr int k_grace_milliseconds = 1000;
constexpr int k_look_again_milliseconds = 10;

// A child of ours that ended, and that nobody has waited for.
bool is_zombie(pid_t process) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == process;
}

// Of one stream of a program that is to say little, so that it fills no memory.
constexpr uint64_t k_small_talk = 16u << 20;

// Appends what can be read now, as long as there are no more than `most` bytes (0: however many); false at the end of
// the stream.
bool drain(int fd, std::string& into, uint64_t most) {
  char buffer[65536];
  while (most == 0 || into.size() <= most) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0) {
      into.append(buffer, static_cast<size_t>(got));
    } else if (got == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN;
    }
  }
  return true;
}

void set_non_blocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

// What a new process needs to know to become the program.
struct Beginning {
  char* const* arguments;
  char* const* environment;
  const char* directory;
  std::array<int, 4> descriptors;  // standard input, output, error, report; -1: none
  ProcessLimits limits;
};

void limit(__rlimit_resource resource, rlim_t value) {
  rlimit limits;
  if (getrlimit(resource, &limits) != 0) return;
  limits.rlim_cur = limits.rlim_max = std::min(limits.rlim_max, value);
  setrlimit(resource, &limits);
}

bool put_in_place(int from, int place) {
  return from == place ? fcntl(from, F_SETFD, 0) == 0 : dup2(from, place) >= 0;
}

void close_others(int first, int end) {
  if (syscall(SYS_close_range, first, end - 1, 0) == 0) return;
  for (int fd = first; fd < end && fd < sysconf(_SC_OPEN_MAX); ++fd) close(fd);
}

// Runs in the child of a vfork(): nothing but system calls. Returns where it failed, with the error.
int become(const Beginning& beginning) {
  setsid();
  for (int i = 0; i < 3; ++i)
    if (!put_in_place(beginning.descriptors[i], i)) return errno;
  // Last, because one of the others may have this number here.
  const bool has_report = beginning.descriptors[3] >= 0;
  if (has_report && !put_in_place(beginning.descriptors[3], k_report_descriptor)) return errno;
  close_others(3, k_report_descriptor);
  close_others(has_report ? k_report_descriptor + 1 : k_report_descriptor, INT_MAX);
  if (chdir(beginning.directory) != 0) return errno;
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  fence_in(beginning.limits);
  execve(beginning.arguments[0], beginning.arguments, beginning.environment);
  return errno;
}

// What remains until then, for poll().
int milliseconds_until(std::chrono::steady_clock::time_point end) {
  const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<decltype(rest)>(rest, 0, INT32_MAX));
}

}  // namespace

void fence_in(const ProcessLimits& limits) {
  if (limits.memory == 0 && limits.output == 0) return;
  limit(RLIMIT_CORE, 0);
  if (limits.output != 0) limit(RLIMIT_FSIZE, limits.output);
  // Memory that can be written. A limit of the address space would hit those who only reserve it.
  if (limits.memory != 0) limit(RLIMIT_DATA, limits.memory);
}

Result<pid_t> start_process(const Command& command, int in, int out, int err, int report) {
  const auto arguments = pointers(command.arguments);
  const auto environment = pointers(command.environment);
  const Beginning beginning{arguments.data(), environment.data(), command.directory.c_str(), {in, out, err, report}, command.limits};
  // A handler of ours must not run in the child, which has our memory until it is another program.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  volatile int error = 0;
  const pid_t pid = vfork();
  if (pid == 0) {
    error = become(beginning);
    _exit(127);
  }
  const int fork_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return system_error(fork_error, "cannot start the program", command.arguments[0]);
  if (error == 0) return pid;
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return system_error(error, "cannot start the program", command.arguments[0]);
}

Result<OutputPipes> OutputPipes::open(bool wants_report, uint64_t most) {
  OutputPipes pipes;
  pipes.most_ = most;
  for (size_t i = 0; i < (wants_report ? 3 : 2); ++i) {
    LINTCACHE_TRY_ASSIGN(Pipe pipe, make_pipe());
    set_non_blocking(pipe.read_end.get());
    pipes.streams_[i] = {std::move(pipe.read_end), std::move(pipe.write_end), false};
  }
  return pipes;
}

std::array<int, 3> OutputPipes::theirs() const {
  return {streams_[0].theirs.get(), streams_[1].theirs.get(), streams_[2].theirs.get()};
}

void OutputPipes::close_theirs() {
  for (Stream& stream : streams_) stream.theirs.close();
}

void OutputPipes::take(size_t stream) {
  bool& ended = streams_[stream].ended;
  if (!ended) ended = !drain(streams_[stream].ours.get(), texts_[stream], most_);
}

bool OutputPipes::is_flooded() const {
  return most_ != 0 && std::any_of(texts_.begin(), texts_.end(), [&](const auto& text) { return text.size() > most_; });
}

void OutputPipes::collect(pid_t process, int pidfd, const Stop& stop, double seconds, ProcessResult& result) {
  using namespace std::chrono;
  const auto end = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(seconds));
  for (;;) {
    std::array<pollfd, 5> waits = {{{pidfd, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}}};
    for (size_t i = 0; i < streams_.size(); ++i) waits[i + 2] = {streams_[i].ended ? -1 : streams_[i].ours.get(), POLLIN, 0};
    int patience = seconds > 0 ? milliseconds_until(end) : -1;
    // A kernel, or a sandbox, that gives no pidfd is asked again and again whether the process is over.
    if (pidfd < 0) patience = patience < 0 ? k_look_again_milliseconds : std::min(patience, k_look_again_milliseconds);
    if (poll(waits.data(), waits.size(), patience) < 0) {
      if (errno == EINTR) continue;
      result.stopped = true;
      return;
    }
    for (size_t i = 0; i < streams_.size(); ++i)
      if (waits[i + 2].revents != 0) take(i);
    const bool is_over = pidfd < 0 ? is_zombie(process) : waits[0].revents != 0;
    result.stopped = waits[1].revents != 0 && !is_over;
    if (is_flooded()) result.beyond = Beyond::output;
    if (is_over || result.stopped || result.beyond != Beyond::nothing) return;
    if (seconds > 0 && steady_clock::now() >= end) {
      result.beyond = Beyond::time;
      return;
    }
  }
}

const std::array<std::string, 3>& OutputPipes::take() {
  for (size_t i = 0; i < streams_.size(); ++i) take(i);
  return texts_;
}

void OutputPipes::finish(ProcessResult& result) {
  take();
  // What it said at last may have been too much, too.
  if (is_flooded() && result.beyond == Beyond::nothing) result.beyond = Beyond::output;
  result.out = std::move(texts_[0]);
  result.err = std::move(texts_[1]);
  result.report = std::move(texts_[2]);
}

void ask_to_end(pid_t process, int pidfd) {
  kill(-process, SIGTERM);
  pollfd wait{pidfd, POLLIN, 0};
  poll(&wait, 1, k_grace_milliseconds);
}

Result<ProcessResult> run_process(const Command& command, const Stop& stop) {
  const auto start = std::chrono::steady_clock::now();
  ProcessResult result;
  LINTCACHE_TRY_ASSIGN(OutputPipes pipes, OutputPipes::open(command.wants_report, command.limits.output));
  const auto [out, err, report] = pipes.theirs();
  Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  LINTCACHE_TRY_ASSIGN(const pid_t pid, start_process(command, nothing.get(), out, err, report));
  const LiveProcess live(pid);
  pipes.close_theirs();
  Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));

  pipes.collect(pid, pidfd.get(), stop, command.limits.time, result);
  if (result.beyond != Beyond::nothing) ask_to_end(pid, pidfd.get());
  kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  pipes.finish(result);
  result.set_status(status);
  const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - start;
  result.nanoseconds = elapsed.count();
  return result;
}

Result<Conversation> Conversation::start(const Command& command) {
  LINTCACHE_TRY_ASSIGN(Pipe in, make_pipe());
  LINTCACHE_TRY_ASSIGN(Pipe out, make_pipe());
  LINTCACHE_TRY_ASSIGN(Pipe err, make_pipe());
  Conversation talk;
  LINTCACHE_TRY_ASSIGN(talk.pid_, start_process(command, in.read_end.get(), out.write_end.get(),
                                                err.write_end.get()));
  talk.live_ = std::make_unique<LiveProcess>(talk.pid_);
  talk.to_ = std::move(in.write_end);
  talk.from_ = std::move(out.read_end);
  talk.errors_ = std::move(err.read_end);
  set_non_blocking(talk.errors_.get());
  return talk;
}

Conversation::Conversation(Conversation&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      live_(std::move(other.live_)),
      to_(std::move(other.to_)),
      from_(std::move(other.from_)),
      errors_(std::move(other.errors_)) {}

Conversation::~Conversation() {
  if (pid_ < 0) return;
  to_.close();
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void ProcessResult::set_status(int status) {
  if (WIFEXITED(status)) exit_status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) signal = WTERMSIG(status);
}

std::string Conversation::complaint() {
  std::string text;
  drain(errors_.get(), text, k_small_talk);
  return text;
}

}  // namespace lintcache
