// SPDX-License-Identifier: MIT
// What is kept of commands is found by the next process, and what is lost costs time alone.
#include "store/memo_store.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

constexpr int64_t k_plenty = 1 << 30;

class MemoStoreTest : public testing::Test {
 protected:
  void keep(const std::string& output) {
    MemoStore store(tree.path("c"), k_plenty);
    MemoRecord record;
    record.outputs = {{OutputKind::file, output, 0644, store.put_blob("bytes"), "", 0}};
    LastRun run;
    run.action = digest_of("action");
    run.record = store.put(run.action, record);
    run.outputs = record.outputs;
    run.reasons = {"one"};
    run.trace = "trace";
    store.put_last_run(run);
    store.put_seen(run.record, {{"1/a", {{1, 2, 3, 4}, digest_of("x")}}});
    store.put_digests({{"1/b", {{1, 2, 3, 4}, digest_of("y")}}});
  }
  test::ScratchTree tree;
};

TEST_F(MemoStoreTest, what_is_kept_is_found) {
  keep("/out");
  MemoStore store(tree.path("c"), k_plenty);
  const auto found = store.records(digest_of("action"));
  ASSERT_EQ(found.size(), 1u);
  const auto record = store.record(found[0]);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->outputs[0].path, "/out");
  EXPECT_FALSE(store.record(digest_of("none")));
  EXPECT_EQ(store.blob(digest_of("bytes")), "bytes");
  EXPECT_EQ(store.seen(found[0]).size(), 1u);
  EXPECT_TRUE(store.digest("1/b"));
  EXPECT_FALSE(store.digest("1/a"));
  store.begin_reading();
  EXPECT_TRUE(store.digest("1/b"));
  EXPECT_FALSE(store.digest("1/a"));
  store.end_reading();
  const auto run = store.last_run(digest_of("action"), true);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->trace, "trace");
  EXPECT_EQ(run->reasons, std::vector<std::string>{"one"});
  EXPECT_EQ(store.makers_of("/out").size(), 1u);
  EXPECT_EQ(store.makers_of("").size(), 1u);
  EXPECT_TRUE(store.makers_of("/other").empty());
}

TEST_F(MemoStoreTest, the_oldest_commands_are_forgotten) {
  MemoStore store(tree.path("c"), k_plenty);
  const auto run_of = [](int number) {
    LastRun run;
    run.action = digest_of(std::to_string(number));
    run.outputs = {{OutputKind::file, "/" + std::to_string(number), 0644, {}, "", 0}};
    return run;
  };
  for (int i = 0; i < 2000; ++i) store.put_last_run(run_of(i));
  EXPECT_EQ(store.makers_of("").size(), 2000u);
  store.put_last_run(run_of(2000));
  EXPECT_EQ(store.makers_of("").size(), 1800u);
  EXPECT_EQ(store.makers_of("").front(), digest_of("2000"));
  EXPECT_TRUE(store.last_run(digest_of("201")));
  EXPECT_FALSE(store.last_run(digest_of("200")));
  EXPECT_TRUE(store.makers_of("/200").empty());
  EXPECT_EQ(store.makers_of("/201").size(), 1u);
}

TEST_F(MemoStoreTest, a_damaged_file_of_this_machine_costs_time_alone) {
  keep("/out");
  tree.write("c/commands-1.sqlite", std::string(5000, 'x'));
  MemoStore store(tree.path("c"), k_plenty);
  EXPECT_EQ(store.records(digest_of("action")).size(), 1u);
  EXPECT_TRUE(store.seen(digest_of("x")).empty());
  EXPECT_FALSE(store.last_run(digest_of("action")));
}

TEST_F(MemoStoreTest, without_a_place_nothing_is_kept) {
  MemoStore store("", k_plenty);
  store.put(digest_of("a"), {});
  store.put_last_run({});
  store.commit();
  EXPECT_TRUE(store.records(digest_of("a")).empty());
}

}  // namespace
}  // namespace lintcache
