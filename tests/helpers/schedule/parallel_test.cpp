// SPDX-License-Identifier: MIT
// Work on a few threads: all of it, once each, no more at a time than allowed.
#include "schedule/parallel.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace lintcache {
namespace {

const auto k_never = [] { return false; };

TEST(RunParallel, does_each_piece_once) {
  for (const unsigned slots : {0u, 1u, 3u, 50u}) {
    std::vector<std::atomic<int>> done(20);
    JobSlots some(slots);
    run_parallel(done.size(), some, k_never, [&](size_t index, unsigned) { ++done[index]; });
    for (const auto& count : done) EXPECT_EQ(count, 1);
  }
  JobSlots four(4);
  run_parallel(0, four, k_never, [](size_t, unsigned) { FAIL(); });
}

TEST(RunParallel, uses_all_its_slots_and_no_more) {
  std::atomic<int> now = 0, most = 0;
  std::mutex mutex;
  std::set<unsigned> slots;
  JobSlots three(3);
  run_parallel(12, three, k_never, [&](size_t, unsigned slot) {
    const int count = ++now;
    for (int seen = most; seen < count && !most.compare_exchange_weak(seen, count);) {
    }
    {
      const std::lock_guard lock(mutex);
      slots.insert(slot);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    --now;
  });
  EXPECT_EQ(most, 3);
  EXPECT_EQ(slots, (std::set<unsigned>{0, 1, 2}));
}

TEST(RunParallel, one_slot_keeps_the_order) {
  std::vector<size_t> order;
  JobSlots one(1);
  run_parallel(5, one, k_never, [&](size_t index, unsigned) { order.push_back(index); });
  EXPECT_EQ(order, (std::vector<size_t>{0, 1, 2, 3, 4}));
}

TEST(RunParallel, takes_nothing_more_once_it_is_enough) {
  std::atomic<size_t> done = 0;
  JobSlots one(1);
  run_parallel(100, one, [&] { return done == 7; }, [&](size_t, unsigned) { ++done; });
  EXPECT_EQ(done, 7u);
}

TEST(RunWalk, begins_what_nothing_keeps_and_stops_when_it_is_enough) {
  for (const unsigned width : {1u, 3u}) {
    TaskGraph graph;
    for (int i = 0; i < 40; ++i) graph.add();
    for (TaskId task = 1; task < 40; ++task) graph.need(task, (task - 1) / 2);
    TaskWalk walk(std::move(graph), {});
    walk.want_all();
    std::vector<std::atomic<bool>> is_over(40);
    std::atomic<int> ran = 0;
    JobSlots slots(width);
    run_walk(walk, slots, [&] { return ran >= 30; }, [&](TaskId task, unsigned) {
      EXPECT_TRUE(task == 0 || is_over[(task - 1) / 2]);
      is_over[task] = true;
      ++ran;
      return TaskState::success;
    });
    EXPECT_GE(ran, 30);
    EXPECT_LT(ran, 30 + static_cast<int>(width));
    int left = 0;
    for (TaskId task = 0; task < 40; ++task) left += walk.state(task) == TaskState::not_run ? 1 : 0;
    EXPECT_EQ(left, 40 - ran);
  }
}

// Where whoever ends a piece goes on by itself, what becomes ready besides is begun by others all the same.
TEST(RunWalk, uses_all_slots_as_soon_as_there_is_work_for_them) {
  TaskGraph graph;
  for (int i = 0; i < 9; ++i) graph.add();
  for (TaskId task = 1; task < 8; ++task) graph.need(task, 0);
  for (TaskId task = 1; task < 8; ++task) graph.need(8, task);
  TaskWalk walk(std::move(graph), {});
  walk.want_all();
  std::atomic<int> now = 0, most = 0;
  JobSlots four(4);
  run_walk(walk, four, k_never, [&](TaskId task, unsigned) {
    const int count = ++now;
    for (int seen = most; seen < count && !most.compare_exchange_weak(seen, count);) {
    }
    // Nobody ends before all others have begun, as far as there are slots.
    if (task > 0 && task < 5)
      for (int i = 0; i < 6000 && most < 4; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    --now;
    return TaskState::success;
  });
  EXPECT_EQ(most, 4);
  EXPECT_EQ(walk.state(8), TaskState::success);
}

// No two of next and done at a time, whoever calls them.
TEST(WorkOff, asks_one_at_a_time) {
  std::atomic<int> inside = 0;
  size_t begun = 0, done = 0;
  const auto alone = [&](const auto& action) {
    EXPECT_EQ(++inside, 1);
    action();
    --inside;
  };
  JobSlots four(4);
  work_off({[&]() -> std::optional<size_t> {
              std::optional<size_t> number;
              alone([&] { if (begun < 5000) number = begun++; });
              return number;
            },
            [&](size_t) { alone([&] { ++done; }); }},
           four, [](size_t, unsigned) {});
  EXPECT_EQ(begun, 5000u);
  EXPECT_EQ(done, 5000u);
}

// What others give back while it waits is taken, and no more than there is.
TEST(RunParallel, shares_the_slots_of_a_server) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  JobServer server(std::to_string(ends[0]) + "," + std::to_string(ends[1]));
  JobSlots slots(8, &server);
  std::atomic<int> now = 0, most = 0, done = 0;
  std::jthread other([&] {
    while (done < 3) std::this_thread::yield();
    EXPECT_EQ(most, 1);
    EXPECT_EQ(write(ends[1], "ab", 2), 2);
  });
  run_parallel(30, slots, k_never, [&](size_t, unsigned) {
    most = std::max(most.load(), ++now);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    --now;
    ++done;
  });
  EXPECT_EQ(most, 3);
  char bytes[3];
  EXPECT_EQ(read(ends[0], bytes, 3), 2);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace lintcache
