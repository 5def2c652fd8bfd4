// SPDX-License-Identifier: MIT
// Work on a few threads: all of it, once each, no more at a time than allowed.
#include "schedule/parallel.h"

#include <gtest/gtest.h>
#include <sched.h>

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
    run_parallel(done.size(), slots, k_never, [&](size_t index, unsigned) { ++done[index]; });
    for (const auto& count : done) EXPECT_EQ(count, 1);
  }
  run_parallel(0, 4, k_never, [](size_t, unsigned) { FAIL(); });
}

TEST(RunParallel, uses_all_its_slots_and_no_more) {
  std::atomic<int> now = 0, most = 0;
  std::mutex mutex;
  std::set<unsigned> slots;
  run_parallel(12, 3, k_never, [&](size_t, unsigned slot) {
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
  run_parallel(5, 1, k_never, [&](size_t index, unsigned) { order.push_back(index); });
  EXPECT_EQ(order, (std::vector<size_t>{0, 1, 2, 3, 4}));
}

TEST(RunParallel, takes_nothing_more_once_it_is_enough) {
  std::atomic<size_t> done = 0;
  run_parallel(100, 1, [&] { return done == 7; }, [&](size_t, unsigned) { ++done; });
  EXPECT_EQ(done, 7u);
}

TEST(AllowedCpus, follows_the_affinity_mask) {
  cpu_set_t all, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  EXPECT_EQ(allowed_cpus(), static_cast<unsigned>(CPU_COUNT(&all)));
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(allowed_cpus(), 1u);
  sched_setaffinity(0, sizeof all, &all);
}

}  // namespace
}  // namespace lintcache
