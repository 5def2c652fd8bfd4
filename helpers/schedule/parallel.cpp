// SPDX-License-Identifier: MIT
// Threads that wait for work, and one who hands it out.
#include "schedule/parallel.h"

#include <poll.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/wake.h"

namespace lintcache {
namespace {

struct Piece {
  size_t number;
  unsigned slot;
};

// Whoever has ended a piece takes the next one itself, so that nobody has to be woken for it.
class Crew {
 public:
  Crew(const Agenda& agenda, JobSlots& slots, const std::function<void(size_t, unsigned)>& work)
      : agenda_(agenda), slots_(slots), work_(work) {}
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    waiting_.notify_all();
  }

  // Until nothing goes on and there is no next.
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      hand_out();
      if (working_ == 0) return;
      const int descriptor = watched_ = has_next_ ? slots_.descriptor() : -1;
      lock.unlock();
      wait(descriptor);
      lock.lock();
    }
  }

 private:
  void wait(int descriptor) {
    std::array<pollfd, 2> waits = {{{wake_.descriptor(), POLLIN, 0}, {descriptor, POLLIN, 0}}};
    poll(waits.data(), waits.size(), wake_.patience());
    if (waits[0].revents != 0) wake_.forget();
  }

  // What is to be done now, with a slot for it.
  std::optional<Piece> take_next() {
    if (!has_next_) return {};
    const auto slot = slots_.take();
    if (!slot) return {};
    if (const auto number = agenda_.next()) return Piece{*number, *slot};
    slots_.give(*slot);
    has_next_ = false;
    return {};
  }

  void hand_out() {
    while (const auto piece = take_next()) {
      to_do_.push_back(*piece);
      ++working_;
      if (idle_ < to_do_.size() && threads_.size() < slots_.width()) threads_.emplace_back([this] { live(); });
      waiting_.notify_one();
    }
  }

  void live() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      waiting_.wait(lock, [this] { return is_over_ || !to_do_.empty(); });
      --idle_;
      if (to_do_.empty()) return;
      std::optional<Piece> piece = to_do_.front();
      to_do_.pop_front();
      while (piece) {
        lock.unlock();
        work_(piece->number, piece->slot);
        lock.lock();
        slots_.give(piece->slot);
        agenda_.done(piece->number);
        has_next_ = true;
        piece = take_next();
        // Others may have become ready as well.
        if (piece) hand_out();
      }
      --working_;
      // The end, or a slot to be waited for.
      if (working_ == 0 || (has_next_ ? slots_.descriptor() : -1) != watched_) wake_.wake();
    }
  }

  const Agenda& agenda_;
  JobSlots& slots_;
  const std::function<void(size_t, unsigned)>& work_;
  const Wake wake_;
  std::mutex mutex_;  // of all below, the agenda and the slots
  std::condition_variable waiting_;
  std::deque<Piece> to_do_;
  size_t idle_ = 0, working_ = 0;
  // Whether next() may have something: it said so, or something was done since it had nothing.
  bool has_next_ = true;
  int watched_ = -1;  // by who waits in run()
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
  Crew(agenda, slots, work).run();
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
