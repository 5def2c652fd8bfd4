// SPDX-License-Identifier: MIT
// When to share a processor, and for how long.
#include "trace/shared_cpu.h"

#include <sys/time.h>

#include <csignal>

namespace lintcache {
namespace {

// Two stops with less between them are the beginning of many.
constexpr int64_t k_soon = 1'000'000;

// After so long without a stop the thread has something else to do, for which any processor may be the best.
constexpr int64_t k_patience = 2'000'000;

// After so long the kernel may choose another processor for both: somebody else may have come to this one.
constexpr int64_t k_stay = 10'000'000;

// Where others run, they will for some time.
constexpr int64_t k_busy = 5'000'000;

void set_timer(int64_t nanoseconds) {
  const timeval time{0, static_cast<suseconds_t>(nanoseconds / 1000)};
  const itimerval timer{time, time};
  setitimer(ITIMER_REAL, &timer, nullptr);
}

// So that it ends the call that waits, and nothing else.
void listen_to_timer() {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  sigaction(SIGALRM, &action, nullptr);
}

}  // namespace

void SharedCpu::stopped(pid_t thread, int64_t time, const OthersRun& others_run) {
  const bool is_soon = thread == last_ && time - last_time_ < k_soon;
  last_ = thread;
  last_time_ = time;
  if (thread == thread_) {
    if (time - since_ > k_stay) release();
  } else if (is_soon && may_share_ && time >= not_before_) {
    release();
    if (others_run(thread)) not_before_ = time + k_busy;
    else share(thread, time);
  }
}

void SharedCpu::share(pid_t thread, int64_t time) {
  const int here = sched_getcpu();
  if (here < 0 || here >= CPU_SETSIZE || sched_getaffinity(0, sizeof ours_, &ours_) != 0 ||
      sched_getaffinity(thread, sizeof theirs_, &theirs_) != 0 || CPU_COUNT(&theirs_) < 2 || !CPU_ISSET(here, &theirs_)) {
    // Too many of them to be named, or only one: as it is it stays.
    may_share_ = false;
    return;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(here, &one);
  if (sched_setaffinity(0, sizeof one, &one) != 0) return;
  thread_ = thread;
  since_ = time;
  if (sched_setaffinity(thread, sizeof one, &one) != 0) return release();
  listen_to_timer();
  set_timer(k_patience);
}

void SharedCpu::began(pid_t parent, pid_t child) {
  if (thread_ != 0 && parent == thread_) sched_setaffinity(child, sizeof theirs_, &theirs_);
}

void SharedCpu::renamed(pid_t before, pid_t now) {
  if (thread_ != 0 && before == thread_) thread_ = now;
}

void SharedCpu::ended(pid_t thread) {
  if (thread == thread_) release();
}

void SharedCpu::look(int64_t time, const OthersRun& others_run) {
  if (thread_ == 0) return;
  if (time - last_time_ >= k_patience) return release();
  if (!others_run(thread_)) return;
  release();
  not_before_ = time + k_busy;
}

void SharedCpu::release() {
  if (thread_ == 0) return;
  sched_setaffinity(thread_, sizeof theirs_, &theirs_);
  sched_setaffinity(0, sizeof ours_, &ours_);
  thread_ = 0;
  set_timer(0);
}

}  // namespace lintcache
