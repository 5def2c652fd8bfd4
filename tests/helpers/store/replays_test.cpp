// SPDX-License-Identifier: MIT
// Remembered runs come back whole or not at all, and the oldest of many are forgotten.
#include "store/replays.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class ReplaysTest : public testing::Test {
 protected:
  std::optional<Replay> find(const std::string& key) { return StateStore(tree.top()).replays().find(digest_of(key)); }
  void put(const std::string& key, const std::string& report) {
    StateStore(tree.top()).replays().put(digest_of(key), digest_of("settings"), {std::string("snap\0shot", 9), report, false});
  }
  test::ScratchTree tree;
};

TEST_F(ReplaysTest, come_back_whole) {
  put("a", "report of a");
  put("b", "report of b");
  const auto got = find("a");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->snapshot, std::string("snap\0shot", 9));
  EXPECT_EQ(got->report, "report of a");
  EXPECT_FALSE(got->is_told);
  StateStore(tree.top()).replays().mark_told(digest_of("a"));
  EXPECT_TRUE(find("a")->is_told);
  EXPECT_FALSE(find("b")->is_told);
  EXPECT_FALSE(find("c"));
  StateStore(tree.top()).replays().forget();
  EXPECT_FALSE(find("a"));
}

TEST_F(ReplaysTest, a_damaged_report_is_none) {
  put("a", "report of a");
  auto database = Database::open(tree.path("state.sqlite"));
  ASSERT_TRUE(database);
  database->run("UPDATE replay SET report = CAST(replace(report, 'of', 'if') AS BLOB)");
  EXPECT_FALSE(find("a"));
}

TEST_F(ReplaysTest, one_that_lies_under_the_key_of_another_is_none) {
  put("a", "report of a");
  put("b", "report of b");
  auto database = Database::open(tree.path("state.sqlite"));
  ASSERT_TRUE(database);
  database->run("UPDATE replay SET (snapshot, report) = (SELECT snapshot, report FROM replay AS other WHERE other.key <> replay.key) WHERE made = 1");
  EXPECT_FALSE(find("a"));
}

TEST_F(ReplaysTest, of_other_settings_can_be_dropped) {
  put("a", "report of a");
  StateStore(tree.top()).replays().keep_only(digest_of("settings"));
  EXPECT_TRUE(find("a"));
  StateStore(tree.top()).replays().keep_only(digest_of("others"));
  EXPECT_FALSE(find("a"));
}

TEST_F(ReplaysTest, the_oldest_of_many_is_forgotten) {
  for (int i = 0; i < 20; ++i) put(std::to_string(i), "report");
  EXPECT_FALSE(find("3"));
  EXPECT_TRUE(find("4"));
  EXPECT_TRUE(find("19"));
}

}  // namespace
}  // namespace lintcache
