// SPDX-License-Identifier: MIT
// Threads that wait for work, and one who hands it out.
#include "schedule/parallel.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace lintcache {
namespace {

struct Piece {
  size_t number;
  unsigned slot;
};

class Threads {
 public:
  explicit Threads(const std::function<void(size_t, unsigned)>& work)
      : work_(work), event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Threads() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    waiting_.notify_all();
  }

  void begin(const Piece& piece) {
    {
      const std::lock_guard lock(mutex_);
      to_do_.push_back(piece);
      if (idle_ < to_do_.size()) threads_.emplace_back([this] { live(); });
    }
    waiting_.notify_one();
  }

  // Waits until something is done, or `descriptor` is readable, or who waits on it went away.
  std::vector<Piece> done(int descriptor) {
    std::array<pollfd, 2> waits = {{{event_.get(), POLLIN, 0}, {descriptor, POLLIN, 0}}};
    poll(waits.data(), waits.size(), -1);
    uint64_t count = 0;
    if (waits[0].revents != 0) static_cast<void>(read(event_.get(), &count, sizeof count));
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
  }

 private:
  void live() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      waiting_.wait(lock, [this] { return is_over_ || !to_do_.empty(); });
      --idle_;
      if (to_do_.empty()) return;
      const Piece piece = to_do_.front();
      to_do_.pop_front();
      lock.unlock();
      work_(piece.number, piece.slot);
      lock.lock();
      done_.push_back(piece);
      const uint64_t one = 1;
      if (done_.size() == 1) static_cast<void>(!write(event_.get(), &one, sizeof one));
    }
  }

  const std::function<void(size_t, unsigned)>& work_;
  const Descriptor event_;
  std::mutex mutex_;  // of all below
  std::condition_variable waiting_;
  std::deque<Piece> to_do_;
  std::vector<Piece> done_;
  size_t idle_ = 0;
  bool is_over_ = false;
  std::vector<std::jthread> threads_;  // end first
};

// Without other threads, where there is but one slot.
void work_off_alone(const Agenda& agenda, JobSlots& slots, const std::function<void(size_t, unsigned)>& work) {
  while (const auto number = agenda.next()) {
    const unsigned slot = *slots.take();
    work(*number, slot);
    slots.give(slot);
    agenda.done(*number);
  }
}

}  // namespace

void work_off(const Agenda& agenda, JobSlots& slots, const std::function<void(size_t, unsigned)>& work) {
  if (slots.width() == 1) return work_off_alone(agenda, slots, work);
  Threads threads(work);
  size_t working = 0;
  // Whether next() may have something: it said so, or something was done since it had nothing.
  bool has_next = true;
  for (;;) {
    while (has_next) {
      const auto slot = slots.take();
      if (!slot) break;
      const auto number = agenda.next();
      if (number) {
        threads.begin({*number, *slot});
        ++working;
      } else {
        slots.give(*slot);
        has_next = false;
      }
    }
    if (working == 0) return;
    for (const Piece& piece : threads.done(has_next ? slots.descriptor() : -1)) {
      slots.give(piece.slot);
      agenda.done(piece.number);
      --working;
      has_next = true;
    }
  }
}

void run_parallel(size_t count, JobSlots& slots, const std::function<bool()>& enough,
                  const std::function<void(size_t index, unsigned slot)>& work) {
  size_t next = 0;
  work_off({[&]() -> std::optional<size_t> {
              if (next >= count || enough()) return {};
              return next++;
            },
            [](size_t) {}},
           slots, work);
}

void run_walk(TaskWalk& walk, JobSlots& slots, const std::function<bool()>& enough,
              const std::function<TaskState(TaskId, unsigned)>& work) {
  std::mutex mutex;
  std::unordered_map<size_t, TaskState> ends;
  work_off({[&]() -> std::optional<size_t> {
              if (enough()) walk.stop();
              return walk.next();
            },
            [&](size_t task) {
              const std::unique_lock lock(mutex);
              walk.ended(static_cast<TaskId>(task), ends.extract(task).mapped());
            }},
           slots, [&](size_t task, unsigned slot) {
             const TaskState state = work(static_cast<TaskId>(task), slot);
             const std::lock_guard lock(mutex);
             ends[task] = state;
           });
}

}  // namespace lintcache
