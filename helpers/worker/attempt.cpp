// SPDX-License-Identifier: MIT
// Forking a child, watching it, and leaving nothing of it behind.
#include "worker/attempt.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>

#include "base/descriptor.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds k_glance{250};    // between looks at whether the child sleeps
constexpr milliseconds k_sleep_limit{2000};

struct Pulse {
  char state = '?';
  pid_t parent = 0;
  unsigned long long ticks = 0;  // of CPU time, its own and its waited-for children's
};

// See proc(5); the command's name is in brackets and may hold anything, brackets included.
std::optional<Pulse> pulse_of(const std::string& pid) {
  const Descriptor file(open(("/proc/" + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  char text[1024];
  const ssize_t size = file ? read(file.get(), text, sizeof text - 1) : -1;
  if (size <= 0) return {};
  const std::string line(text, static_cast<size_t>(size));
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  Pulse pulse;
  unsigned long long used[4] = {};
  if (sscanf(line.c_str() + name_end + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu",
             &pulse.state, &pulse.parent, &used[0], &used[1], &used[2], &used[3]) != 6)
    return {};
  for (const unsigned long long ticks : used) pulse.ticks += ticks;
  return pulse;
}

// Tells how long a process has done nothing. Waiting for a CPU or a disk is not nothing.
class SleepWatch {
 public:
  explicit SleepWatch(pid_t pid) : pid_(std::to_string(pid)), awake_(Clock::now()) {}

  bool too_long() {
    const auto pulse = pulse_of(pid_);
    if (!pulse) return false;
    const bool still = (pulse->state == 'S' || pulse->state == 'T') && pulse->ticks == ticks_;
    ticks_ = pulse->ticks;
    if (!still) awake_ = Clock::now();
    return Clock::now() - awake_ > k_sleep_limit;
  }

 private:
  std::string pid_;
  Clock::time_point awake_;
  unsigned long long ticks_ = 0;
};

// Takes what stands in the pipe now, so that nobody waits for us. At most a mebibyte at a time: a flood must
// not hide the time limit. False at the end of the stream.
bool drain(int fd, OutputSplitter& output) {
  char buffer[65536];
  for (int turn = 0; turn < 16; ++turn) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    output.feed({buffer, static_cast<size_t>(got)});
  }
  return true;
}

// Kills what the child left behind, wherever it hides: orphans come to us, in a session of their own or not.
void sweep() {
  const std::string self = std::to_string(getpid());
  const auto give_up = Clock::now() + std::chrono::seconds(5);
  while (Clock::now() < give_up) {
    const pid_t reaped = waitpid(-1, nullptr, WNOHANG);
    if (reaped < 0 && errno == ECHILD) return;
    if (reaped != 0) continue;
    const std::unique_ptr<DIR, int (*)(DIR*)> processes(opendir("/proc"), closedir);
    while (const dirent* entry = processes ? readdir(processes.get()) : nullptr) {
      if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
      const auto pulse = pulse_of(entry->d_name);
      if (pulse && pulse->parent == getpid()) kill(std::atoi(entry->d_name), SIGKILL);
    }
    usleep(1000);
  }
}

// The time of one file: it begins anew with each that is done.
class FileClock {
 public:
  FileClock(const SharedRecord& record, const AttemptLimits& limits)
      : record_(record), limits_(limits), deadline_(Clock::now() + limits.time) {}

  bool over() {
    if (const unsigned done = record_.files_ended(); done != done_) {
      done_ = done;
      deadline_ = Clock::now() + limits_.time;
      if (limits_.progress) limits_.progress(done);
    }
    return Clock::now() >= deadline_;
  }

  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }

 private:
  const SharedRecord& record_;
  const AttemptLimits& limits_;
  Clock::time_point deadline_;
  unsigned done_ = 0;
};

Ending watch(pid_t pid, int pidfd, int pipe_end, const SharedRecord& record, const AttemptLimits& limits,
             OutputSplitter& output) {
  FileClock clock(record, limits);
  SleepWatch sleep(pid);
  auto next_glance = Clock::now() + k_glance;
  pollfd waits[] = {{pidfd, POLLIN, 0}, {pipe_end, POLLIN, 0}};
  for (;;) {
    if (clock.over()) return Ending::time_limit;
    const auto now = Clock::now();
    if (now >= next_glance) {
      if (!limits.may_sleep && sleep.too_long()) return Ending::asleep;
      next_glance = now + k_glance;
    }
    const auto wait = std::chrono::ceil<milliseconds>(std::min(clock.deadline(), next_glance) - now);
    if (poll(waits, 2, std::max(0, static_cast<int>(wait.count()))) <= 0) continue;
    if (waits[1].revents != 0 && !drain(pipe_end, output)) waits[1].fd = -1;
    if (waits[0].revents != 0) return Ending::by_itself;
  }
}

}  // namespace

void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

Result<Attempt> attempt_imports(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
                                const ChildOptions& options, Way way, const AttemptLimits& limits) {
  record.clear();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_error(errno, "cannot make a pipe");
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  fcntl(read_end.get(), F_SETFL, O_NONBLOCK);
  const std::string nonce = new_nonce();

  const pid_t parent = getpid();
  interpreter.api().PyOS_BeforeFork();
  const pid_t pid = fork();
  if (pid == 0) run_child(interpreter, record, task, options, way, parent, write_end.get(), nonce);
  const int fork_error = errno;
  interpreter.api().PyOS_AfterFork_Parent();
  if (pid < 0) return system_error(fork_error, "cannot start a process for an import");
  write_end.close();
  const Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));

  Attempt attempt;
  OutputSplitter output(nonce);
  if (pidfd) attempt.ending = watch(pid, pidfd.get(), read_end.get(), record, limits, output);
  // The child is not reaped yet, so its number, which is its group's too, is nobody else's.
  kill(-pid, SIGKILL);
  kill(pid, SIGKILL);
  while (waitpid(pid, &attempt.status, 0) < 0 && errno == EINTR) {
  }
  sweep();
  drain(read_end.get(), output);
  attempt.outputs = output.finish();
  if (!pidfd) return our_fault("this kernel has no pidfd_open", {}, "Linux 5.3 has it");
  return attempt;
}

}  // namespace lintcache
