// SPDX-License-Identifier: MIT
// Files whose time stamps lie, clocks that jump, and what changes under our eyes.
#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "digest/stat_cache.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_millisecond;
using test::k_second;

const std::string k_file = "/tree/module.py";
const Input k_content{InputKind::content, k_file, ""};
const Input k_listing{InputKind::listing, "/tree", ""};

class TricksOfTime : public testing::TestWithParam<int64_t> {
 protected:
  TricksOfTime() { save("a = 1\n"); }

  void save(const std::string& text, const std::string& file = k_file) {
    disk.write(file, text);
    settle();
  }
  void settle() { disk.advance(10 * k_second); }
  int64_t modified(const std::string& file = k_file) { return (*disk.status(file))->tuple.modified_nanoseconds; }

  // Another run: what it says of the file.
  Digest run(const std::string& file = k_file) {
    trust.judged = judged_;
    StatCache cache(disk, memory_, trust);
    const Digest digest = cache.content(file);
    hashed = cache.files_hashed();
    judged_ = cache.judged();
    memory_ = cache.memory();
    return digest;
  }

  FakeDisk disk{GetParam()};
  Trust trust;
  size_t hashed = 0;

 private:
  Memory memory_;
  JudgedTimes judged_;
};

INSTANTIATE_TEST_SUITE_P(StatCache, TricksOfTime,
                         testing::Values(1, 4 * k_millisecond, k_second, 2 * k_second));

TEST_P(TricksOfTime, restored_times_of_every_kind_are_seen) {
  const int64_t then = modified();
  save("a = 2\n", "/tree/older.py");
  disk.set_modified("/tree/older.py", then);
  settle();
  run();
  // touch -r after an edit.
  disk.write(k_file, "a = 3\n");
  disk.set_modified(k_file, then);
  settle();
  EXPECT_EQ(run(), digest_of("a = 3\n"));
  // tar, rsync: another file, of the same size and time, takes the name, and the inode of the one before.
  disk.remove(k_file);
  disk.write(k_file, "a = 4\n");
  disk.set_modified(k_file, then);
  settle();
  EXPECT_EQ(run(), digest_of("a = 4\n"));
  // mv and ln: an old file takes the name, and nothing in its tuple says so but the inode.
  disk.hard_link("/tree/older.py", "/tree/linked.py");
  disk.rename("/tree/linked.py", k_file);
  EXPECT_EQ(run(), digest_of("a = 2\n"));
  EXPECT_EQ(modified(), then);
}

TEST_P(TricksOfTime, a_file_that_takes_name_inode_size_and_time_within_the_tick_is_seen) {
  disk.write(k_file, "a = 5\n");
  const auto before = (*disk.status(k_file))->tuple;
  run();
  disk.remove(k_file);
  disk.write(k_file, "a = 6\n");
  EXPECT_EQ((*disk.status(k_file))->tuple, before) << "the disk shall play its worst trick";
  settle();
  EXPECT_EQ(run(), digest_of("a = 6\n"));
}

TEST_P(TricksOfTime, a_link_that_leads_elsewhere_is_seen) {
  save("a = 1\n", "/one/module.py");
  save("a = 2\n", "/two/module.py");
  for (const char* file : {"/one/module.py", "/two/module.py"}) disk.set_modified(file, modified(k_file));
  disk.link("/current", "/one");
  settle();
  EXPECT_EQ(run("/current/module.py"), digest_of("a = 1\n"));
  disk.link("/current", "/two");
  EXPECT_EQ(run("/current/module.py"), digest_of("a = 2\n"));
}

TEST_P(TricksOfTime, directories_that_change_places_are_seen) {
  save("", "/tree/a/x.py");
  save("", "/tree/b/y.py");
  StatCache first(disk);
  ASSERT_TRUE(first.entries("/tree/a").ok());
  disk.rename("/tree/a", "/tree/c");
  disk.rename("/tree/b", "/tree/a");
  StatCache second(disk, first.memory());
  EXPECT_EQ((**second.entries("/tree/a"))[0].name, "y.py");
}

TEST_P(TricksOfTime, a_date_in_the_future_never_makes_stale) {
  disk.set_modified(k_file, disk.now() + 3600 * k_second);
  settle();
  for (const char* text : {"a = 2\n", "a = 3\n"}) {
    run();
    const int64_t then = modified();
    disk.write(k_file, text);
    disk.set_modified(k_file, then);
    settle();
    EXPECT_EQ(run(), digest_of(text));
    run();
    EXPECT_EQ(hashed, 1u) << "read again until its date has come";
  }
}

TEST_P(TricksOfTime, a_clock_that_went_back_makes_everything_doubtful_once) {
  run();
  run();
  EXPECT_EQ(hashed, 0u);
  const int64_t then = modified();
  // Back to the tick in which the file had been saved, and saved again.
  disk.advance(then - disk.now());
  disk.write(k_file, "a = 2\n");
  disk.advance(5 * k_second);
  EXPECT_EQ(run(), digest_of("a = 2\n"));
  run();
  EXPECT_EQ(hashed, 0u);
}

TEST_P(TricksOfTime, a_clock_that_goes_back_within_a_run_makes_doubtful_what_was_seen_before) {
  StatCache cache(disk);
  cache.content(k_file);
  ASSERT_TRUE(cache.still(k_content));
  disk.advance(modified() - disk.now());
  disk.write(k_file, "a = 2\n");
  EXPECT_FALSE(cache.still(k_content));
  EXPECT_TRUE(cache.new_files().contains(k_file));
  disk.advance(-5 * k_second);
  EXPECT_EQ(cache.judged().machine, disk.now());
  EXPECT_TRUE(cache.memory().files.at(k_file).ambiguous);
}

TEST_P(TricksOfTime, drift_is_honoured_by_what_was_remembered_without_it) {
  run();
  trust.max_drift = 60 * k_second;
  run();
  EXPECT_EQ(hashed, 1u) << "nothing says how old it was when it was read";
  disk.advance(60 * k_second);
  for (const size_t expected : {1u, 0u}) {
    run();
    EXPECT_EQ(hashed, expected);
  }
  trust.max_drift = 0;
  run();
  EXPECT_EQ(hashed, 0u) << "it was judged more strictly than asked for";
}

TEST_P(TricksOfTime, where_content_decides_everything_is_read_in_every_run) {
  trust.always_read = true;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run(), digest_of("a = 1\n"));
    EXPECT_EQ(hashed, 1u);
  }
  StatCache cache(disk, {}, trust);
  cache.state(k_content);
  cache.state(k_listing);
  const size_t reads = disk.reads(k_file), listings = disk.listings("/tree");
  EXPECT_TRUE(cache.still(k_content));
  EXPECT_TRUE(cache.still(k_listing));
  EXPECT_EQ(disk.reads(k_file), reads + 1);
  EXPECT_EQ(disk.listings("/tree"), listings + 1);
  trust.always_read = false;
  run();
  EXPECT_EQ(hashed, 0u);
}

TEST_P(TricksOfTime, a_file_system_without_a_ctime_of_its_own_is_not_trusted) {
  disk.mount("/stick", {.tick = GetParam(), .is_dated = false});
  save("a = 1\n", "/stick/a.py");
  const int64_t then = modified("/stick/a.py");
  run("/stick/a.py");
  disk.write("/stick/a.py", "a = 2\n");
  disk.set_modified("/stick/a.py", then);
  settle();
  EXPECT_EQ(run("/stick/a.py"), digest_of("a = 2\n"));
}

TEST_P(TricksOfTime, a_server_with_a_slow_clock_is_asked_for_its_time) {
  disk.mount("/net", {.tick = GetParam(), .ahead = -30 * k_second});
  trust.probe = "/net/state/lock";
  disk.write("/net/a.py", "a = 1\n");
  EXPECT_EQ(run("/net/a.py"), digest_of("a = 1\n"));
  disk.write("/net/a.py", "a = 2\n");
  settle();
  EXPECT_EQ(run("/net/a.py"), digest_of("a = 2\n"));
  settle();
  run("/net/a.py");
  EXPECT_EQ(hashed, 0u);
}

TEST_P(TricksOfTime, what_never_holds_still_is_never_sure) {
  StatCache cache(disk);
  int edits = 0;
  std::function<void()> edit = [&] {
    if (++edits == 3) return disk.touch(k_file);
    disk.write(k_file, "a = " + std::string(static_cast<size_t>(edits), '1') + "\n");
    settle();
    disk.during_next_access(edit);
  };
  disk.during_next_access(edit);
  cache.content(k_file);
  EXPECT_EQ(edits, 3);
  EXPECT_EQ(disk.reads(k_file), 3u);
  settle();
  EXPECT_FALSE(cache.still(k_content)) << "though it has come to rest, and with these very bytes";
  EXPECT_EQ(StatCache(disk, cache.memory()).content(k_file), digest_of("a = 11\n"));
  cache.look_again();
  EXPECT_TRUE(cache.still(k_content));
}

TEST_P(TricksOfTime, what_is_gone_or_another_thing_when_it_is_read_is_what_it_is_then) {
  StatCache cache(disk);
  disk.after_next_status([&] { disk.remove(k_file); });
  EXPECT_TRUE(cache.content(k_file).is_absent());
  EXPECT_TRUE(cache.still(k_content));
  disk.write("/tree/other.py", "");
  disk.after_next_status([&] {
    disk.remove("/tree/other.py");
    disk.make_directory("/tree/other.py");
  });
  EXPECT_EQ(cache.content("/tree/other.py"), k_unreadable);
  disk.after_next_status([&] { disk.remove("/tree"); });
  EXPECT_EQ(*cache.entries("/tree"), nullptr);
}

TEST_P(TricksOfTime, a_name_that_appears_while_its_directory_is_listed_is_seen) {
  StatCache cache(disk);
  disk.during_next_access([&] { save("", "/tree/new.py"); });
  EXPECT_EQ((*cache.entries("/tree"))->size(), 2u);
  EXPECT_EQ(disk.listings("/tree"), 2u);
  EXPECT_TRUE(cache.still(k_listing));
}

TEST_P(TricksOfTime, what_was_changed_and_put_back_meanwhile_is_no_longer_the_same_for_who_read_it) {
  StatCache cache(disk);
  cache.state(k_content);
  disk.touch(k_file);
  settle();
  const int64_t started = disk.now();
  EXPECT_TRUE(cache.still(k_content, started)) << "touched before";
  save("a = 2\n");
  save("a = 1\n");
  EXPECT_TRUE(cache.still(k_content));
  EXPECT_FALSE(cache.still(k_content, started));
  EXPECT_TRUE(cache.still(k_content, disk.now())) << "for who started after it was put back";
}

TEST_P(TricksOfTime, still_settles_a_young_file_for_the_next_run) {
  disk.write(k_file, "a = 2\n");
  StatCache first(disk);
  first.content(k_file);
  settle();
  EXPECT_TRUE(first.still(k_content));
  EXPECT_TRUE(first.still(k_content));
  EXPECT_EQ(disk.reads(k_file), 2u);
  StatCache second(disk, first.memory());
  EXPECT_EQ(second.content(k_file), digest_of("a = 2\n"));
  EXPECT_EQ(second.files_hashed(), 0u);
}

TEST_P(TricksOfTime, a_touched_file_is_read_once_more_and_not_for_each_who_asks) {
  StatCache cache(disk);
  cache.state(k_content);
  cache.state(k_listing);
  disk.touch(k_file);
  disk.touch("/tree");
  settle();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(cache.still(k_content) && cache.still(k_listing));
  EXPECT_EQ(disk.reads(k_file), 2u);
  EXPECT_EQ(disk.listings("/tree"), 2u);
}

TEST_P(TricksOfTime, a_second_look_sees_the_world_anew_and_trusts_what_it_may) {
  save("", "/tree/same.py");
  StatCache cache(disk);
  cache.state(k_content);
  cache.state(k_listing);
  cache.content("/tree/same.py");
  cache.content("/tree/none.py");
  save("a = 2\n");
  save("", "/tree/none.py");
  EXPECT_EQ(cache.content(k_file), digest_of("a = 1\n"));
  cache.look_again();
  EXPECT_EQ(cache.content(k_file), digest_of("a = 2\n"));
  EXPECT_EQ(cache.content("/tree/none.py"), digest_of(""));
  EXPECT_EQ(cache.content("/tree/same.py"), digest_of(""));
  EXPECT_EQ((*cache.entries("/tree"))->size(), 3u);
  EXPECT_NE(cache.state(k_listing), StatCache(disk).state({InputKind::listing, "/", ""}));
  EXPECT_EQ(cache.state(k_listing), StatCache(disk).state(k_listing));
  EXPECT_EQ(disk.reads("/tree/same.py"), 1u);
}

}  // namespace
}  // namespace lintcache
