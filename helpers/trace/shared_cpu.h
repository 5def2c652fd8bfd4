// SPDX-License-Identifier: MIT
// Keeps a thread that stops often on the processor of its tracer, for as long as it does.
//
// The two never run at the same time. On two processors each stop wakes one that went to sleep a moment ago, which takes
// many times what the stop itself takes, most of all on a virtual machine. The thread gets its own set of processors
// back before anybody of its tree can see that it has another one: before it starts others, and before it asks. Where
// another thread of the tree runs as well, each needs a processor of its own, and nothing is shared.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <cstdint>
#include <functional>

namespace lintcache {

// Times are nanoseconds of one clock. To be used by the thread that traces.
class SharedCpu {
 public:
  SharedCpu() = default;
  SharedCpu(const SharedCpu&) = delete;
  ~SharedCpu() { release(); }

  // Whether another thread than this one has something to do. It costs time to find out, so it is asked now and then.
  using OthersRun = std::function<bool(pid_t thread)>;

  // A thread is stopped, and is looked at.
  void stopped(pid_t thread, int64_t time, const OthersRun& others_run);

  // A thread that is stopped has a child, which began with its parent's processors.
  void began(pid_t parent, pid_t child);

  // A thread has another number now.
  void renamed(pid_t before, pid_t now);

  void ended(pid_t thread);

  // A signal came, perhaps that of the timer that runs while a processor is shared.
  void look(int64_t time, const OthersRun& others_run);

  // Both get back what they had. What a thread asks about itself it may ask then.
  void release();

  // The same, and it stays so: for who asks about others.
  void give_up() {
    release();
    may_share_ = false;
  }

  [[nodiscard]] pid_t thread() const { return thread_; }  // 0: none

 private:
  void share(pid_t thread, int64_t time);

  bool may_share_ = true;
  pid_t thread_ = 0, last_ = 0;
  int64_t last_time_ = 0, since_ = 0, not_before_ = 0;
  cpu_set_t theirs_{}, ours_{};
};

}  // namespace lintcache
