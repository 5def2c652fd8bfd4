// SPDX-License-Identifier: MIT
// Inputs in their states: each recorded once, asked of the disk once.
#include "store/input_table.h"

#include <gtest/gtest.h>

#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

class InputTableTest : public testing::Test {
 protected:
  Roots roots;
  InputTableTest() {
    StateStore make_tables(tree.top());
    disk.write("/a.py", "one");
    disk.advance(10 * k_second);
  }
  Database open() { return std::move(Database::open(tree.path("state.sqlite"))).value(); }
  InputState now(const std::string& path, Origin origin = Origin::runtime) {
    const Input input{InputKind::content, path, ""};
    return {input, StatCache(disk).state(input), origin};
  }
  test::ScratchTree tree;
  FakeDisk disk;
};

TEST_F(InputTableTest, the_same_gets_the_same_id_in_this_run_and_the_next) {
  int64_t a = 0, b = 0;
  {
    Database database = open();
    InputTable table(database, roots);
    a = table.add(now("/a.py"));
    b = table.add(now("/b.py"));
    EXPECT_NE(a, b);
    EXPECT_EQ(table.add(now("/a.py")), a);
  }
  Database database = open();
  InputTable table(database, roots);
  EXPECT_EQ(table.add(now("/b.py")), b);
  EXPECT_EQ(table.add(now("/a.py")), a);
  EXPECT_EQ(*table.find(a), now("/a.py"));
  EXPECT_EQ(table.end(), 3u);
}

TEST_F(InputTableTest, another_state_or_origin_is_another_input) {
  Database database = open();
  InputTable table(database, roots);
  const int64_t first = table.add(now("/a.py"));
  EXPECT_NE(table.add(now("/a.py", Origin::statement)), first);
  disk.write("/a.py", "two");
  EXPECT_NE(table.add(now("/a.py")), first);
}

TEST_F(InputTableTest, what_holds_is_asked_once_in_a_run) {
  Database database = open();
  InputTable table(database, roots);
  const int64_t id = table.add(now("/a.py"));
  StatCache cache(disk);
  EXPECT_TRUE(table.holds(id, cache));
  disk.write("/a.py", "two");
  EXPECT_TRUE(table.holds(id, cache));
  InputTable another(database, roots);
  StatCache later(disk);
  EXPECT_FALSE(another.holds(id, later));
}

TEST_F(InputTableTest, what_is_not_there_does_not_hold) {
  Database database = open();
  InputTable table(database, roots);
  StatCache cache(disk);
  for (const int64_t id : {int64_t{-1}, int64_t{0}, int64_t{1}, INT64_MAX}) {
    EXPECT_EQ(table.find(id), nullptr);
    EXPECT_FALSE(table.holds(id, cache));
  }
}

TEST_F(InputTableTest, what_is_not_kept_is_gone_and_may_come_again) {
  Database database = open();
  InputTable table(database, roots);
  const int64_t a = table.add(now("/a.py")), b = table.add(now("/b.py"));
  std::vector<bool> used(table.end());
  used[static_cast<size_t>(b)] = true;
  table.keep_only(used);
  EXPECT_EQ(table.find(a), nullptr);
  EXPECT_NE(table.find(b), nullptr);
  const int64_t again = table.add(now("/a.py"));
  EXPECT_NE(again, b);
  InputTable later(database, roots);
  EXPECT_EQ(*later.find(again), now("/a.py"));
}

}  // namespace
}  // namespace lintcache
