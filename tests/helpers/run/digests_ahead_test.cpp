// SPDX-License-Identifier: MIT
// What is read ahead is what would have been read later.
#include "run/digests_ahead.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "base/disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

constexpr int k_files = 200;

std::string name_of(int i) { return "f" + std::to_string(i); }

class DigestsAheadTest : public testing::Test {
 protected:
  DigestsAheadTest() {
    for (int i = 0; i < k_files; ++i) tree.write(name_of(i), "bytes " + std::to_string(i));
    // Until nothing of this is so young that it could change unseen.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    start = real_disk().now();
  }
  std::string state(PathFacts& facts, int i) { return facts.state({FactKind::content, tree.path(name_of(i)), "", "", false}); }

  test::ScratchTree tree;
  int64_t start = 0;
};

TEST_F(DigestsAheadTest, gives_what_it_came_to_and_holds_only_while_that_is_so) {
  std::atomic<int> depth = 0, turns = 0;
  DigestsAhead ahead({}, [&](bool begins) { depth += begins ? 1 : -1, ++turns; }, start);
  for (int i = 0; i < k_files; ++i) ahead.want(tree.path(name_of(i)));
  ahead.want("/proc/kmsg");
  while (turns < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  PathFacts facts;
  facts.take(ahead.finish());
  EXPECT_EQ(depth, 0);
  EXPECT_GT(facts.files_hashed(), 0U);
  const size_t before = facts.files_hashed();
  tree.write(name_of(0), "others");
  for (int i = 0; i < k_files; ++i) {
    PathFacts fresh;
    EXPECT_EQ(state(facts, i), state(fresh, i)) << i;
  }
  EXPECT_LT(facts.files_hashed(), static_cast<size_t>(k_files) + before);
}

TEST_F(DigestsAheadTest, leaves_alone_what_changes_meanwhile_and_what_is_known) {
  PathFacts known;
  for (int i = 0; i < k_files; ++i) state(known, i);
  for (int i = k_files; i < 2 * k_files; ++i) tree.write(name_of(i), "new");
  DigestsAhead ahead({}, [](bool) {}, start);
  ahead.remember(known.learnt());
  for (int i = 0; i < 2 * k_files; ++i) ahead.want(tree.path(name_of(i)));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  PathFacts facts;
  facts.take(ahead.finish());
  EXPECT_EQ(facts.files_hashed(), 0U);
  for (int i = 0; i < k_files; ++i) state(facts, i);
  EXPECT_EQ(facts.files_hashed(), 0U);
}

}  // namespace
}  // namespace lintcache
