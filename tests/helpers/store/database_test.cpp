// SPDX-License-Identifier: MIT
// SQLite behind values: any bytes, and one failure that stops all later writing.
#include "store/database.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

Database in_memory() {
  Database database = std::move(Database::open(":memory:")).value();
  database.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b)");
  return database;
}

int64_t rows(Database& database) {
  Statement count = database.prepare("SELECT count(*) FROM t");
  return count.step() ? count.integer(0) : -1;
}

TEST(Database, gives_back_any_bytes) {
  Database database = in_memory();
  Statement insert = database.prepare("INSERT INTO t VALUES (?, ?)");
  const std::string_view values[] = {"", {"\0\xff", 2}, "'; DROP TABLE t; --", std::string_view()};
  int64_t id = 0;
  for (const std::string_view value : values) insert.with(++id, value).run();
  Statement select = database.prepare("SELECT b, a FROM t ORDER BY a");
  for (const std::string_view value : values) {
    ASSERT_TRUE(select.step());
    EXPECT_EQ(select.bytes(0), value);
  }
  EXPECT_FALSE(select.step());
  EXPECT_EQ(database.failure().code, SQLITE_OK);
}

TEST(Database, a_statement_starts_anew_with_new_values) {
  Database database = in_memory();
  database.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
  Statement select = database.prepare("SELECT b FROM t WHERE a = ?");
  for (const int64_t id : {2, 1, 2}) {
    ASSERT_TRUE(select.with(id).step());
    EXPECT_EQ(select.bytes(0), id == 1 ? "one" : "two");
  }
  EXPECT_FALSE(select.with(int64_t{3}).step());
}

TEST(Database, after_a_failure_nothing_more_is_written_but_reading_goes_on) {
  Database database = in_memory();
  Statement insert = database.prepare("INSERT INTO t VALUES (?, 'x')");
  insert.with(int64_t{1}).run();
  insert.with(int64_t{1}).run();
  EXPECT_EQ(database.failure().code, SQLITE_CONSTRAINT);
  EXPECT_NE(database.failure().text.find("UNIQUE"), std::string::npos);
  insert.with(int64_t{2}).run();
  EXPECT_EQ(rows(database), 1);
}

TEST(Database, keeps_the_first_failure) {
  Database database = in_memory();
  Statement wrong = database.prepare("SELECT * FROM nowhere");
  EXPECT_FALSE(wrong.step());
  wrong.with(int64_t{1}).run();
  EXPECT_EQ(database.failure().code, SQLITE_ERROR);
  EXPECT_NE(database.failure().text.find("nowhere"), std::string::npos);
}

TEST(Database, one_that_cannot_be_opened_is_an_error) {
  const test::ScratchTree tree;
  const auto database = Database::open(tree.path("none/state.sqlite"));
  ASSERT_FALSE(database.ok());
  EXPECT_EQ(database.error().where, tree.path("none/state.sqlite"));
  EXPECT_FALSE(Database::open(tree.path("state.sqlite"), true).ok());
  EXPECT_FALSE(tree.has("state.sqlite"));
}

TEST(Database, read_only_writes_nothing) {
  const test::ScratchTree tree;
  {
    auto database = Database::open(tree.path("state.sqlite"));
    database->run("CREATE TABLE t (a, b)");
  }
  auto database = Database::open(tree.path("state.sqlite"), true);
  ASSERT_TRUE(database.ok());
  EXPECT_TRUE(database->is_read_only());
  database->run("INSERT INTO t VALUES (1, 2)");
  EXPECT_EQ(database->failure().code, SQLITE_READONLY);
  EXPECT_EQ(rows(*database), 0);
}

TEST(Database, copies_everything_from_another) {
  Database from = in_memory();
  from.run("INSERT INTO t VALUES (1, 'x'); PRAGMA user_version=7");
  Database to = std::move(Database::open(":memory:")).value();
  to.copy_from(from);
  EXPECT_EQ(rows(to), 1);
  Statement version = to.prepare("PRAGMA user_version");
  ASSERT_TRUE(version.step());
  EXPECT_EQ(version.integer(0), 7);
}

}  // namespace
}  // namespace lintcache
