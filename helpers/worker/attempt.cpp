// SPDX-License-Identifier: MIT
// Forking a child, watching it, and leaving nothing of it behind.
#include "worker/attempt.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "base/descriptor.h"
#include "base/process_table.h"

namespace lintcache {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds k_glance{250};    // between looks at whether the child sleeps
constexpr milliseconds k_sleep_limit{2000};

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
  end_children();
  drain(read_end.get(), output);
  attempt.outputs = output.finish();
  if (!pidfd) return our_fault("this kernel has no pidfd_open", {}, "Linux 5.3 has it");
  return attempt;
}

}  // namespace lintcache
