// SPDX-License-Identifier: MIT
// Fencing the child in, then letting the modules run.
#include "worker/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "worker/recording.h"

namespace lintcache {
namespace {

// High, so that a module that counts descriptors from 0 meets its own.
constexpr int k_mark_descriptor = 512;

void limit(int resource, rlim_t value) {
  rlimit limits;
  if (getrlimit(resource, &limits) != 0) return;
  if (limits.rlim_max != RLIM_INFINITY && limits.rlim_max < value) value = limits.rlim_max;
  limits.rlim_cur = limits.rlim_max = value;
  setrlimit(static_cast<__rlimit_resource>(resource), &limits);
}

void close_from(unsigned first) {
  if (syscall(SYS_close_range, first, ~0u, 0) == 0) return;
  const long limit = sysconf(_SC_OPEN_MAX);
  for (long fd = first; fd < limit; ++fd) close(static_cast<int>(fd));
}

// The protocol's descriptors are closed, not only hidden: a module may write to every number it likes.
void replace_descriptors(int output) {
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, 0);
  dup2(output, 1);
  dup2(output, 2);
  close_from(3);
}

// As the `python` program has them: writing to a closed pipe, or too much to a file, is an exception.
void reset_signals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

void run_child(const Interpreter& interpreter, SharedRecord& record, const ChildTask& task,
               const ChildOptions& options, Way way, pid_t parent, int output, const std::string& nonce) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  reset_signals();
  replace_descriptors(output);
  OutputMark mark(fcntl(1, F_DUPFD_CLOEXEC, k_mark_descriptor), nonce);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, options.file_limit);
  // Memory that can be written. A limit of the address space would hit those who only reserve it.
  limit(RLIMIT_DATA, options.memory_limit);
  record.own();
  interpreter.api().PyOS_AfterFork_Child();
  const bool sub = way == Way::sub_interpreter;
  if (sub && !interpreter.enter_sub_interpreter()) {
    record.want_main();
    _exit(0);
  }
  record_imports(interpreter, record, task, options, mark, sub);
}

}  // namespace lintcache
