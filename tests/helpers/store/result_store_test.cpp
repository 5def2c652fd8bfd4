// SPDX-License-Identifier: MIT
// The shared store finds what was put there, whole or not at all, and stays within its size.
#include "store/result_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

constexpr int64_t k_plenty = 1 << 30;

class ResultStoreTest : public testing::Test {
 protected:
  [[nodiscard]] std::string directory() const { return tree.path("shared"); }
  [[nodiscard]] std::string file() const { return directory() + "/results-1.sqlite"; }
  void put(const std::string& action, const std::string& result, int64_t limit = k_plenty) {
    ResultStore store(directory(), limit);
    store.put_result(digest_of(action), store.put_blob(result));
  }
  std::vector<std::string> find(const std::string& action) {
    return ResultStore(directory(), k_plenty).results(digest_of(action));
  }
  test::ScratchTree tree;
};

using Results = std::vector<std::string>;

TEST_F(ResultStoreTest, what_is_put_is_found_by_others_newest_first) {
  EXPECT_EQ(find("a"), Results());
  EXPECT_FALSE(std::filesystem::exists(directory())) << "made by a question";
  put("a", "one");
  put("a", "two");
  put("b", "one");
  EXPECT_EQ(find("a"), (Results{"two", "one"}));
  EXPECT_EQ(find("b"), Results{"one"});
  struct stat status {};
  ASSERT_EQ(stat(directory().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(ResultStoreTest, a_blob_that_is_not_what_its_name_says_is_a_miss) {
  put("a", "verdict");
  auto database = Database::open(file());
  ASSERT_TRUE(database);
  database->run("UPDATE blob SET bytes = CAST('verdicT' AS BLOB)");
  EXPECT_EQ(find("a"), Results());
  put("a", "verdict");  // it is not taken for what is there
  database->run("UPDATE action SET key = zeroblob(32)");
  EXPECT_EQ(find("a"), Results());
}

TEST_F(ResultStoreTest, counts_what_was_asked_for_and_orders_by_age) {
  for (int i = 0; i < 5; ++i) put("a", std::to_string(i));
  EXPECT_EQ(find("a"), (Results{"4", "3", "2", "1", "0"}));
  {
    ResultStore store(directory(), k_plenty);
    store.count_hit();
    store.count_hit();
    store.count_miss();
  }
  {
    ResultStore store(directory(), k_plenty);
    store.results(digest_of("a"));
    store.count_hit();
  }
  ResultStore store(directory(), k_plenty);
  EXPECT_EQ(store.statistics().hits, 1) << "of who opened the file";
  EXPECT_EQ(store.statistics().actions, 5);
}

TEST_F(ResultStoreTest, forgotten_actions_are_gone_for_all) {
  put("a", "one");
  {
    ResultStore store(directory(), k_plenty);
    store.put_result(digest_of("a"), store.put_blob("two"));
    store.forget(digest_of("a"));
  }
  EXPECT_EQ(find("a"), Results());
}

TEST_F(ResultStoreTest, stays_within_its_size_and_keeps_what_was_used_last) {
  const int64_t limit = 400 << 10;
  const auto text = [](int i) { return std::to_string(i) + std::string(10'000, 'x'); };
  for (int i = 0; i < 30; ++i) put(std::to_string(i), text(i), limit);
  auto database = Database::open(file());
  ASSERT_TRUE(database);
  database->run("UPDATE blob SET used = used - 7200");  // two hours ago
  EXPECT_EQ(find("0"), Results{text(0)});
  for (int i = 30; i < 60; ++i) put(std::to_string(i), text(i), limit);
  EXPECT_EQ(find("0"), Results{text(0)});
  EXPECT_EQ(find("59"), Results{text(59)});
  EXPECT_EQ(find("1"), Results());
  ResultStore store(directory(), limit);
  store.collect_garbage();
  const ResultStatistics all = store.statistics();
  EXPECT_LE(all.bytes, limit);
  EXPECT_GT(all.evicted, 10);
  EXPECT_LE(static_cast<int64_t>(std::filesystem::file_size(file())), limit + (64 << 10));
}

TEST_F(ResultStoreTest, results_go_to_another_machine) {
  put("a", "one");
  put("b", "two");
  const std::string moved = tree.path("moved.sqlite");
  ASSERT_EQ(ResultStore(directory(), k_plenty).export_to(moved).value(), 2);
  EXPECT_FALSE(ResultStore(directory(), k_plenty).export_to(moved)) << "would overwrite";
  ResultStore other(tree.path("other"), k_plenty);
  ASSERT_EQ(other.import_from(moved).value(), 2);
  EXPECT_EQ(other.results(digest_of("b")), Results{"two"});
  EXPECT_FALSE(other.import_from(tree.path("nothing")));
  std::ofstream(tree.path("text")) << "no database, but a text that is long enough to be taken for one";
  EXPECT_FALSE(other.import_from(tree.path("text")));
}

TEST_F(ResultStoreTest, a_damaged_file_is_set_aside) {
  put("a", "one");
  std::ofstream(file()) << "no database, but a text that is long enough to be taken for one";
  put("a", "one");
  EXPECT_EQ(find("a"), Results{"one"});
  EXPECT_TRUE(std::filesystem::exists(file() + ".bad"));
}

TEST_F(ResultStoreTest, without_a_place_nothing_is_kept_and_nothing_fails) {
  ResultStore none("", k_plenty);
  none.put_result(digest_of("a"), none.put_blob("one"));
  none.commit();
  EXPECT_EQ(none.results(digest_of("a")), Results());
  EXPECT_EQ(none.trouble(), "");
  std::ofstream(tree.path("file")) << "in its place";
  ResultStore blocked(tree.path("file"), k_plenty);
  blocked.put_result(digest_of("a"), blocked.put_blob("one"));
  blocked.commit();
  EXPECT_NE(blocked.trouble(), "");
}

TEST_F(ResultStoreTest, several_writers_at_once_lose_nothing) {
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer)
      writers.emplace_back([this, writer] {
        for (int i = 0; i < 20; ++i) put(std::to_string(writer) + "/" + std::to_string(i), "result");
      });
  }
  for (int writer = 0; writer < 4; ++writer)
    for (int i = 0; i < 20; ++i) EXPECT_EQ(find(std::to_string(writer) + "/" + std::to_string(i)), Results{"result"});
}

}  // namespace
}  // namespace lintcache
