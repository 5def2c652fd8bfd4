// SPDX-License-Identifier: MIT
// Processes, by way of posix_spawn, which is safe to call from any thread.
#include "base/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>

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

// Starts the command in a session of its own with these three descriptors.
Result<pid_t> spawn(const Command& command, int in, int out, int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, err, 2);
  posix_spawn_file_actions_addchdir_np(&actions, command.directory.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, command.arguments[0].c_str(), &actions, &attributes,
                                pointers(command.arguments).data(),
                                pointers(command.environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return system_error(error, "cannot start the program", command.arguments[0]);
  return pid;
}

// Appends what can be read now; false at the end of the stream.
bool drain(int fd, std::string& into) {
  char buffer[65536];
  for (;;) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0) {
      into.append(buffer, static_cast<size_t>(got));
    } else if (got == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN;
    }
  }
}

void set_non_blocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

// Collects both streams until the process ends or `stop` is raised; true where it was stopped.
bool collect(int pidfd, const Stop& stop, int out, int err, ProcessResult& result) {
  pollfd waits[] = {{pidfd, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}, {out, POLLIN, 0},
                    {err, POLLIN, 0}};
  for (;;) {
    if (poll(waits, 4, -1) < 0 && errno != EINTR) return true;
    if (waits[2].revents != 0 && !drain(out, result.out)) waits[2].fd = -1;
    if (waits[3].revents != 0 && !drain(err, result.err)) waits[3].fd = -1;
    if (waits[0].revents != 0) return false;
    if (waits[1].revents != 0) return true;
  }
}

}  // namespace

Result<ProcessResult> run_process(const Command& command, const Stop& stop) {
  const auto start = std::chrono::steady_clock::now();
  LINTCACHE_TRY_ASSIGN(Pipe out, make_pipe());
  LINTCACHE_TRY_ASSIGN(Pipe err, make_pipe());
  Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  LINTCACHE_TRY_ASSIGN(const pid_t pid, spawn(command, nothing.get(), out.write_end.get(),
                                              err.write_end.get()));
  out.write_end.close();
  err.write_end.close();
  set_non_blocking(out.read_end.get());
  set_non_blocking(err.read_end.get());
  Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));

  ProcessResult result;
  result.stopped = collect(pidfd.get(), stop, out.read_end.get(), err.read_end.get(), result);
  kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  drain(out.read_end.get(), result.out);
  drain(err.read_end.get(), result.err);
  if (WIFEXITED(status)) result.exit_status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  const std::chrono::nanoseconds elapsed = std::chrono::steady_clock::now() - start;
  result.nanoseconds = elapsed.count();
  return result;
}

Result<Conversation> Conversation::start(const Command& command) {
  LINTCACHE_TRY_ASSIGN(Pipe in, make_pipe());
  LINTCACHE_TRY_ASSIGN(Pipe out, make_pipe());
  LINTCACHE_TRY_ASSIGN(Pipe err, make_pipe());
  Conversation talk;
  LINTCACHE_TRY_ASSIGN(talk.pid_, spawn(command, in.read_end.get(), out.write_end.get(),
                                        err.write_end.get()));
  talk.to_ = std::move(in.write_end);
  talk.from_ = std::move(out.read_end);
  talk.errors_ = std::move(err.read_end);
  set_non_blocking(talk.errors_.get());
  return talk;
}

Conversation::Conversation(Conversation&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
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

std::string Conversation::complaint() {
  std::string text;
  drain(errors_.get(), text);
  return text;
}

}  // namespace lintcache
