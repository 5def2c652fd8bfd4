// SPDX-License-Identifier: MIT
// Groups of inputs: each recorded once, judged once, however deep they lie and however many share them.
#include "store/input_groups.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;
using Ids = std::vector<int64_t>;

// The program in one run.
struct Program {
  Program(const std::string& file, FakeDisk& disk)
      : database(std::move(Database::open(file)).value()), inputs(database, roots), groups(database, inputs, roots), cache(disk) {}
  int64_t input(const std::string& path) {
    const Input input{InputKind::content, path, ""};
    return inputs.add({input, cache.state(input), Origin::runtime});
  }
  int64_t add(const std::string& path, const Ids& below, const std::string& description = "") {
    return groups.add({input(path)}, below, digest_of(path), description);
  }
  bool holds(int64_t group) { return groups.holds(group, cache); }
  Database database;
  Roots roots;
  InputTable inputs;
  InputGroups groups;
  StatCache cache;
};

class InputGroupsTest : public testing::Test {
 protected:
  InputGroupsTest() {
    StateStore make_tables(tree.top());
    for (const char* file : {"/a.py", "/b.py", "/c.py"}) disk.write(file, "one");
    disk.advance(10 * k_second);
  }
  Program run() { return {tree.path("state.sqlite"), disk}; }
  test::ScratchTree tree;
  FakeDisk disk;
};

TEST_F(InputGroupsTest, the_same_is_recorded_once_also_by_a_later_run) {
  int64_t bottom = 0, top = 0;
  {
    Program first = run();
    bottom = first.add("/a.py", {});
    top = first.add("/b.py", {bottom}, "text");
    EXPECT_EQ(first.add("/b.py", {bottom}, "text"), top);
  }
  Program second = run();
  EXPECT_EQ(second.add("/a.py", {}), bottom);
  EXPECT_EQ(second.add("/b.py", {bottom}, "text"), top);
  EXPECT_EQ(second.groups.end(), 3u);
}

TEST_F(InputGroupsTest, inputs_groups_below_and_description_tell_them_apart) {
  Program one = run();
  const int64_t bottom = one.add("/a.py", {});
  const int64_t top = one.add("/b.py", {bottom}, "text");
  EXPECT_NE(one.add("/c.py", {bottom}, "text"), top);
  EXPECT_NE(one.add("/b.py", {}, "text"), top);
  EXPECT_NE(one.add("/b.py", {bottom}, "other text"), top);
}

TEST_F(InputGroupsTest, one_holds_while_all_below_it_hold) {
  int64_t left = 0, right = 0, top = 0, other = 0;
  {
    Program first = run();
    const int64_t bottom = first.add("/a.py", {});
    left = first.add("/b.py", {bottom});
    right = first.add("/none.py", {bottom});
    top = first.add("/none.py", {left, right});
    other = first.add("/c.py", {right});
  }
  EXPECT_TRUE(run().holds(top));
  disk.write("/b.py", "two");
  disk.advance(10 * k_second);
  Program second = run();
  EXPECT_FALSE(second.holds(top));
  EXPECT_FALSE(second.holds(left));
  EXPECT_TRUE(second.holds(right));
  EXPECT_TRUE(second.holds(other));
  disk.write("/a.py", "two");
  disk.advance(10 * k_second);
  Program third = run();
  for (const int64_t group : {other, right, left, top}) EXPECT_FALSE(third.holds(group));
}

TEST_F(InputGroupsTest, each_is_judged_once_in_a_run) {
  Program one = run();
  int64_t top = one.add("/a.py", {});
  // Each leads to the one before twice over, so there are 2^60 ways down.
  for (int i = 0; i < 60; ++i)
    top = one.add("/none", {one.add("/b.py", {top}, std::to_string(i)), one.add("/c.py", {top}, std::to_string(i))});
  EXPECT_TRUE(one.holds(top));
  EXPECT_EQ(disk.reads("/a.py"), 1u);
}

TEST_F(InputGroupsTest, a_chain_may_be_long) {
  int64_t top = 0;
  {
    Program first = run();
    first.database.run("BEGIN");
    for (int i = 0; i < 10'000; ++i) top = first.add("/a.py", top == 0 ? Ids{} : Ids{top}, std::to_string(i));
    first.database.run("COMMIT");
  }
  Program second = run();
  EXPECT_TRUE(second.holds(top));
  size_t groups = 0;
  second.groups.each_below({top}, [&](std::string_view) { ++groups; });
  EXPECT_EQ(groups, 10'000u);
  std::vector<bool> used(second.groups.end()), inputs(second.inputs.end());
  used[static_cast<size_t>(top)] = true;
  second.groups.mark(used, inputs);
  EXPECT_TRUE(used[1]);
  EXPECT_TRUE(inputs[1]);
}

TEST_F(InputGroupsTest, a_damaged_one_that_leads_in_a_circle_does_not_hold) {
  int64_t top = 0;
  {
    Program first = run();
    const int64_t bottom = first.add("/a.py", {});
    top = first.add("/b.py", {bottom});
    first.database.run("UPDATE input_group SET below = (SELECT below FROM input_group WHERE id = 2)");
    first.database.run("UPDATE input_group SET below = X'02' WHERE id = 1");
    // As if it were not damage, but a fault of ours.
    first.database.run("UPDATE input_group SET sum = row_sum(id, identity, digest, members, below, description)");
  }
  Program second = run();
  EXPECT_FALSE(second.holds(top));
  size_t groups = 0;
  second.groups.each_below({top}, [&](std::string_view) { ++groups; });
  EXPECT_EQ(groups, 2u);
}

TEST_F(InputGroupsTest, what_is_not_there_does_not_hold) {
  Program one = run();
  for (const int64_t id : {int64_t{-1}, int64_t{0}, int64_t{1}, INT64_MAX}) EXPECT_FALSE(one.holds(id));
  EXPECT_FALSE(one.groups.find(1));
}

TEST_F(InputGroupsTest, where_the_database_failed_the_id_is_nought) {
  Database database = std::move(Database::open(":memory:")).value();
  const Roots roots;
  InputTable inputs(database, roots);
  InputGroups groups(database, inputs, roots);
  EXPECT_EQ(groups.add({}, {}, {}, ""), 0);
}

}  // namespace
}  // namespace lintcache
