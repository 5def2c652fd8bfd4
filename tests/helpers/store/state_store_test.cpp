// SPDX-License-Identifier: MIT
// state.sqlite: what is put comes back, and no state of the file costs more than time.
#include "store/state_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "digest/hasher.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

Task task(const std::string& file, const std::string& key, const std::string& tool = "flake8") {
  return {file, tool, digest_of(key), {}, {}, {}};
}

Outcome outcome(const std::string& out) {
  Outcome made;
  made.out = out;
  return made;
}

class StateStoreTest : public testing::Test {
 protected:
  // Something to find again, as an earlier run left it.
  void fill() { put(StateStore(tree.top()), "a.py", "key"); }
  bool is_filled() { return has(StateStore(tree.top()), "a.py", "key"); }
  static void put(StateStore&& store, const std::string& file, const std::string& key) { put(store, file, key); }
  static void put(StateStore& store, const std::string& file, const std::string& key) {
    store.outcomes().put(task(file, key), {}, outcome("out"));
  }
  static bool has(StateStore&& store, const std::string& file, const std::string& key) { return has(store, file, key); }
  static bool has(StateStore& store, const std::string& file, const std::string& key) {
    FakeDisk disk;
    StatCache cache(disk);
    return store.outcomes().find(task(file, key), cache).has_value();
  }
  test::ScratchTree tree;
};

TEST_F(StateStoreTest, a_new_one_is_empty_and_without_trouble) {
  StateStore store(tree.top());
  EXPECT_EQ(store.trouble(), "");
  EXPECT_TRUE(store.is_writable());
  EXPECT_FALSE(has(store, "a.py", "key"));
  EXPECT_TRUE(store.records().empty());
  EXPECT_TRUE(store.load_memory().files.empty());
}

TEST_F(StateStoreTest, records_come_back_replaced_and_removed) {
  {
    StateStore store(tree.top());
    store.put_record({"a.py", "flake8", digest_of("1"), Verdict::clean});
    store.put_record({"a.py", "pylint", digest_of("2"), Verdict::findings});
    store.put_record({"a.py", "flake8", digest_of("3"), Verdict::unusable_input});
    store.put_record({"b\xff.py", "flake8", digest_of("4"), Verdict::clean});
    store.remove_record({"b\xff.py", "flake8", {}, Verdict::clean});
  }
  StateStore store(tree.top());
  const auto records = store.records();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].tool, "flake8");
  EXPECT_EQ(records[0].key, digest_of("3"));
  EXPECT_EQ(records[0].verdict, Verdict::unusable_input);
  EXPECT_EQ(records[1].tool, "pylint");
}

TEST_F(StateStoreTest, memory_comes_back_and_spares_the_disk) {
  FakeDisk disk;
  disk.write("/d/a.py", "a");
  disk.write("/d/b\xff.py", "b");
  disk.advance(10 * k_second);
  Memory seen;
  {
    StateStore store(tree.top());
    StatCache cache(disk, store.load_memory());
    cache.content("/d/a.py");
    cache.content("/d/b\xff.py");
    ASSERT_TRUE(cache.entries("/d").ok());
    store.save_memory(cache, true);
    seen = cache.memory();
  }
  const size_t reads = disk.reads(), listings = disk.listings("/d");
  StateStore store(tree.top());
  StatCache cache(disk, store.load_memory());
  EXPECT_EQ(cache.memory().files, seen.files);
  EXPECT_EQ(cache.memory().directories, seen.directories);
  EXPECT_EQ(cache.content("/d/a.py"), digest_of("a"));
  EXPECT_EQ((*cache.entries("/d"))->size(), 2u);
  EXPECT_EQ(disk.reads(), reads);
  EXPECT_EQ(disk.listings("/d"), listings);
}

TEST_F(StateStoreTest, only_a_run_that_saw_everything_forgets_what_it_did_not_need) {
  FakeDisk disk;
  disk.write("/a.py", "a");
  disk.advance(10 * k_second);
  const auto run = [&](bool look, bool forget) {
    StateStore store(tree.top());
    StatCache cache(disk, store.load_memory());
    if (look) cache.content("/a.py");
    store.save_memory(cache, forget);
  };
  const auto remembered = [&] { return StateStore(tree.top()).load_memory().files.size(); };
  run(true, true);
  run(false, false);
  EXPECT_EQ(remembered(), 1u);
  run(false, true);
  EXPECT_EQ(remembered(), 0u);
}

TEST_F(StateStoreTest, a_file_that_is_no_more_is_forgotten_and_no_other) {
  FakeDisk disk;
  StateStore store(tree.top());
  StatCache cache(disk);
  put(store, "a.py", "a");
  put(store, "a.pyx", "x");
  store.decisions().put("a.py", "flake8", {});
  store.decisions().put("a.pyx", "flake8", {});
  store.input_sets().add(import_subject("a.py", "s"), {}, "");
  store.input_sets().add(statements_subject("a.py", "s"), {}, "");
  store.input_sets().add(import_subject("a.pyx", "s"), {}, "");
  store.forget_file("a.py");
  EXPECT_FALSE(has(store, "a.py", "a"));
  EXPECT_TRUE(has(store, "a.pyx", "x"));
  EXPECT_FALSE(store.decisions().find("a.py", "flake8"));
  EXPECT_TRUE(store.decisions().find("a.pyx", "flake8"));
  EXPECT_FALSE(store.input_sets().find(import_subject("a.py", "s"), cache));
  EXPECT_FALSE(store.input_sets().find(statements_subject("a.py", "s"), cache));
  EXPECT_TRUE(store.input_sets().find(import_subject("a.pyx", "s"), cache));
}

TEST_F(StateStoreTest, what_was_committed_is_there_for_others_at_once) {
  StateStore store(tree.top());
  store.put_record({"a.py", "flake8", digest_of("1"), Verdict::clean});
  store.commit();
  store.put_record({"b.py", "flake8", digest_of("2"), Verdict::clean});
  auto other = Database::open(tree.path("state.sqlite"), true);
  Statement count = other->prepare("SELECT count(*) FROM record");
  ASSERT_TRUE(count.step());
  EXPECT_EQ(count.integer(0), 1);
}

TEST_F(StateStoreTest, a_damaged_file_is_set_aside_and_begun_anew) {
  for (const std::string& damage : {std::string("this is no database, and never was one"), std::string(8192, '\x5a')}) {
    fill();
    tree.write("state.sqlite", damage);
    {
      StateStore store(tree.top());
      EXPECT_NE(store.trouble().find("begun anew"), std::string::npos) << store.trouble();
      EXPECT_TRUE(store.is_writable());
      EXPECT_FALSE(has(store, "a.py", "key"));
    }
    EXPECT_EQ(tree.read("state.sqlite.bad"), damage);
    fill();
    EXPECT_TRUE(is_filled());
    EXPECT_EQ(StateStore(tree.top()).trouble(), "");
  }
}

TEST_F(StateStoreTest, pages_damaged_in_the_middle_cost_no_more_than_a_run) {
  fill();
  std::string bytes = tree.read("state.sqlite");
  for (size_t at = 4096; at < bytes.size(); ++at) bytes[at] = '\x5a';
  tree.write("state.sqlite", bytes);
  {
    StateStore store(tree.top());
    EXPECT_FALSE(has(store, "a.py", "key"));
    store.load_memory();
    EXPECT_NE(store.trouble(), "");
  }
  fill();
  fill();
  EXPECT_TRUE(is_filled());
  EXPECT_EQ(StateStore(tree.top()).trouble(), "");
}

TEST_F(StateStoreTest, an_empty_file_is_a_new_one) {
  tree.write("state.sqlite", "");
  EXPECT_EQ(StateStore(tree.top()).trouble(), "");
  EXPECT_FALSE(tree.has("state.sqlite.bad"));
}

TEST_F(StateStoreTest, another_version_is_set_aside_even_a_newer_one) {
  for (const char* pragma : {"PRAGMA user_version=1", "PRAGMA user_version=999", "PRAGMA user_version=-1"}) {
    fill();
    std::move(Database::open(tree.path("state.sqlite"))).value().run(pragma);
    {
      StateStore store(tree.top());
      EXPECT_NE(store.trouble().find("another version"), std::string::npos) << store.trouble();
      EXPECT_FALSE(has(store, "a.py", "key"));
      EXPECT_TRUE(store.is_writable());
    }
    EXPECT_TRUE(tree.has("state.sqlite.bad"));
  }
}

TEST_F(StateStoreTest, where_the_directory_is_missing_or_a_file_a_run_goes_on_from_memory) {
  tree.write("file");
  for (const std::string& directory : {tree.path("none"), tree.path("file")}) {
    StateStore store(directory);
    EXPECT_NE(store.trouble().find("not remembered"), std::string::npos);
    EXPECT_FALSE(store.is_writable());
    put(store, "a.py", "key");
    EXPECT_TRUE(has(store, "a.py", "key"));
  }
}

TEST_F(StateStoreTest, one_that_another_program_holds_is_read_and_not_written) {
  fill();
  auto holder = Database::open(tree.path("state.sqlite"));
  holder->run("BEGIN IMMEDIATE");
  {
    StateStore store(tree.top());
    EXPECT_NE(store.trouble().find("not remembered"), std::string::npos) << store.trouble();
    EXPECT_FALSE(store.is_writable());
    EXPECT_TRUE(has(store, "a.py", "key"));
    put(store, "b.py", "more");
    EXPECT_TRUE(has(store, "b.py", "more"));
  }
  holder->run("COMMIT");
  EXPECT_TRUE(is_filled());
  EXPECT_FALSE(has(StateStore(tree.top()), "b.py", "more"));
  EXPECT_FALSE(tree.has("state.sqlite.bad"));
}

TEST_F(StateStoreTest, a_file_that_may_not_be_written_is_read_and_left_alone) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everything";
  fill();
  std::filesystem::permissions(tree.path("state.sqlite"), std::filesystem::perms::owner_read);
  {
    StateStore store(tree.top());
    EXPECT_NE(store.trouble().find("not remembered"), std::string::npos);
    EXPECT_FALSE(store.is_writable());
    EXPECT_TRUE(has(store, "a.py", "key"));
  }
  EXPECT_FALSE(tree.has("state.sqlite.bad"));
}

TEST(Subjects, tell_parts_files_and_settings_apart) {
  for (const auto subject : {import_subject, statements_subject}) {
    EXPECT_NE(subject("a", "bc"), subject("ab", "c"));
    EXPECT_TRUE(subject("a", "b").starts_with(subject("a", "")));
    EXPECT_FALSE(subject("ab", "b").starts_with(subject("a", "")));
  }
  EXPECT_NE(import_subject("a", "b"), statements_subject("a", "b"));
}

}  // namespace
}  // namespace lintcache
