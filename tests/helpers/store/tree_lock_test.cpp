// SPDX-License-Identifier: MIT
// The lock of a state directory: one holder, waiting is told once, and it ends with its holder.
#include "store/tree_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using namespace std::chrono_literals;

class TreeLockTest : public testing::Test {
 protected:
  test::ScratchTree tree;
  Stop stop;
  std::atomic<int> told = 0;
};

TEST_F(TreeLockTest, a_free_one_is_taken_without_a_word) {
  const TreeLock lock(tree.path("new/state"), stop, [&](const std::string&) { ++told; });
  EXPECT_TRUE(tree.has("new/state/lock"));
  EXPECT_EQ(told, 0);
}

TEST_F(TreeLockTest, the_second_waits_for_the_first_and_says_so_once) {
  auto first = std::make_unique<TreeLock>(tree.top(), stop, [&](const std::string&) { ++told; });
  std::atomic<bool> has_it = false;
  std::thread second([&] {
    const TreeLock lock(tree.top(), stop, [&](const std::string&) { ++told; });
    has_it = true;
  });
  while (told == 0) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(150ms);
  EXPECT_FALSE(has_it);
  EXPECT_EQ(told, 1);
  first.reset();
  second.join();
  EXPECT_TRUE(has_it);
  EXPECT_EQ(told, 1);
}

TEST_F(TreeLockTest, waiting_ends_when_told_to_stop) {
  const TreeLock first(tree.top(), stop, [](const std::string&) {});
  Stop other_stop;
  const auto start = std::chrono::steady_clock::now();
  const TreeLock second(tree.top(), other_stop, [&](const std::string& holder) {
    EXPECT_TRUE(holder.empty() || holder == " (process " + std::to_string(getpid()) + ")") << holder;
    other_stop.raise();
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
}

TEST_F(TreeLockTest, two_directories_have_two_locks) {
  const TreeLock first(tree.path("a"), stop, [&](const std::string&) { ++told; });
  const TreeLock second(tree.path("b"), stop, [&](const std::string&) { ++told; });
  EXPECT_EQ(told, 0);
}

TEST_F(TreeLockTest, where_no_lock_can_be_had_nothing_is_held) {
  tree.write("file");
  const TreeLock lock(tree.path("file/state"), stop, [&](const std::string&) { ++told; });
  EXPECT_EQ(told, 0);
}

}  // namespace
}  // namespace lintcache
