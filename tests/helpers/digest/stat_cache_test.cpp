// SPDX-License-Identifier: MIT
// When the stat cache asks the disk again, and when it must not trust what it remembers.
#include "digest/stat_cache.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_millisecond;
using test::k_second;

const std::string k_file = "/tree/module.py";

// What the next run starts with.
Memory remembered(const StatCache& cache) { return cache.memory(); }

class Ticking : public testing::TestWithParam<int64_t> {
 protected:
  FakeDisk disk{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(StatCache, Ticking,
                         testing::Values(4 * k_millisecond, k_second, 2 * k_second));

TEST_P(Ticking, an_edit_of_the_same_size_within_the_tick_is_noticed_by_the_next_run) {
  disk.write(k_file, "a = 1\n");
  StatCache first(disk);
  EXPECT_EQ(first.content(k_file), digest_of("a = 1\n"));
  disk.write(k_file, "a = 2\n");
  disk.advance(10 * k_second);
  StatCache second(disk, remembered(first));
  EXPECT_EQ(second.content(k_file), digest_of("a = 2\n"));
}

TEST_P(Ticking, an_edit_anywhere_in_the_tick_after_the_read_is_noticed) {
  for (int64_t delay = 0; delay < 3 * GetParam(); delay += GetParam() / 4) {
    FakeDisk fresh(GetParam());
    fresh.write(k_file, "a = 1\n");
    fresh.advance(delay);
    StatCache first(fresh);
    EXPECT_EQ(first.content(k_file), digest_of("a = 1\n"));
    fresh.advance(GetParam() / 8);
    fresh.write(k_file, "a = 2\n");
    fresh.advance(10 * k_second);
    StatCache second(fresh, remembered(first));
    EXPECT_EQ(second.content(k_file), digest_of("a = 2\n")) << "edited after " << delay;
  }
}

TEST_P(Ticking, an_old_file_is_read_once) {
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * k_second);
  StatCache first(disk);
  EXPECT_EQ(first.content(k_file), first.content(k_file));
  StatCache second(disk, remembered(first));
  EXPECT_EQ(second.content(k_file), digest_of("a = 1\n"));
  EXPECT_EQ(disk.reads(k_file), 1u);
  EXPECT_EQ(first.files_hashed(), 1u);
  EXPECT_EQ(second.files_hashed(), 0u);
}

TEST_P(Ticking, a_young_file_is_read_again_until_it_is_old) {
  disk.write(k_file, "a = 1\n");
  StatCache first(disk);
  first.content(k_file);
  disk.advance(10 * k_second);
  StatCache second(disk, remembered(first));
  second.content(k_file);
  EXPECT_EQ(second.files_hashed(), 1u) << "an ambiguous record must not be trusted";
  StatCache third(disk, remembered(second));
  third.content(k_file);
  EXPECT_EQ(third.files_hashed(), 0u);
}

TEST_P(Ticking, a_name_that_appears_within_the_tick_of_the_listing_is_noticed) {
  disk.write(k_file, "");
  StatCache first(disk);
  ASSERT_EQ((*first.entries("/tree"))->size(), 1u);
  disk.write("/tree/new.py", "");
  disk.advance(10 * k_second);
  StatCache second(disk, remembered(first));
  EXPECT_EQ((*second.entries("/tree"))->size(), 2u);
}

TEST_P(Ticking, an_edit_during_a_slow_read_is_noticed_by_the_next_run) {
  disk.write(k_file, "a = 1\n");
  StatCache first(disk);
  // The edit falls into the tick of the first write; reading goes on until long after it.
  disk.during_next_access([&] {
    disk.write(k_file, "a = 2\n");
    disk.advance(10 * k_second);
  });
  first.content(k_file);
  StatCache second(disk, remembered(first));
  EXPECT_EQ(second.content(k_file), digest_of("a = 2\n"));
}

TEST(StatCache, touch_reads_again_and_finds_the_same_digest) {
  FakeDisk disk;
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * k_second);
  StatCache first(disk);
  const Digest before = first.content(k_file);
  disk.touch(k_file);
  disk.advance(10 * k_second);
  StatCache second(disk, remembered(first));
  EXPECT_EQ(second.content(k_file), before);
  EXPECT_EQ(second.files_hashed(), 1u);
}

TEST(StatCache, a_modification_time_that_was_set_back_does_not_hide_an_edit) {
  FakeDisk disk;
  disk.write(k_file, "a = 1\n");
  const int64_t then = (*disk.status(k_file))->tuple.modified_nanoseconds;
  disk.advance(10 * k_second);
  StatCache first(disk);
  first.content(k_file);
  disk.write(k_file, "a = 2\n");
  disk.set_modified(k_file, then);
  disk.advance(10 * k_second);
  StatCache second(disk, remembered(first));
  EXPECT_EQ(second.content(k_file), digest_of("a = 2\n"));
}

TEST(StatCache, a_file_that_keeps_changing_while_it_is_read_stays_ambiguous) {
  FakeDisk disk;
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * k_second);
  StatCache first(disk);
  disk.during_next_access([&] {
    disk.write(k_file, "a = 22\n");
    disk.advance(10 * k_second);
  });
  EXPECT_EQ(first.content(k_file), digest_of("a = 22\n")) << "read again after it changed";
  EXPECT_EQ(disk.reads(k_file), 2u);
}

TEST(StatCache, absent_and_unreadable_are_states_of_their_own) {
  FakeDisk disk;
  StatCache cache(disk);
  EXPECT_TRUE(cache.content("/tree/none.py").is_absent());
  disk.write(k_file, "secret");
  disk.make_unreadable(k_file);
  EXPECT_EQ(cache.content(k_file), k_unreadable);
  disk.make_directory("/tree/directory.py");
  EXPECT_EQ(cache.content("/tree/directory.py"), k_unreadable);
  EXPECT_NE(k_unreadable, digest_of(""));
}

TEST(StatCache, the_world_stands_still_for_one_run) {
  FakeDisk disk;
  disk.write(k_file, "a = 1\n");
  StatCache cache(disk);
  const Digest before = cache.content(k_file);
  disk.write(k_file, "a = 22\n");
  EXPECT_EQ(cache.content(k_file), before);
}

TEST(StatCache, a_directory_is_listed_only_when_its_tuple_changed) {
  FakeDisk disk;
  disk.write(k_file, "a = 1\n");
  disk.advance(10 * k_second);
  StatCache first(disk);
  ASSERT_TRUE(first.entries("/tree").ok());
  disk.write(k_file, "a = 2, in place\n");
  StatCache second(disk, remembered(first));
  ASSERT_TRUE(second.entries("/tree").ok());
  EXPECT_EQ(second.directories_listed(), 0u);
  disk.write("/tree/new.py", "");
  StatCache third(disk, remembered(second));
  EXPECT_EQ((*third.entries("/tree"))->size(), 2u);
  EXPECT_EQ(third.directories_listed(), 1u);
}

TEST(StatCache, no_directory_is_no_error_but_one_that_cannot_be_listed_is) {
  FakeDisk disk;
  disk.write(k_file, "");
  StatCache cache(disk);
  EXPECT_EQ(*cache.entries("/none"), nullptr);
  EXPECT_EQ(*cache.entries(k_file), nullptr);
  disk.make_directory("/closed");
  disk.make_unreadable("/closed");
  EXPECT_FALSE(cache.entries("/closed").ok());
  EXPECT_EQ(cache.state({InputKind::listing, "/closed", ""}), k_unreadable);
}

// A memory that is asked for one path at a time, and counts how often.
class Asked final : public Recall {
 public:
  explicit Asked(Memory memory) : memory_(std::move(memory)) {}
  std::optional<FileRecord> file(const std::string& path) override {
    ++times;
    const auto known = memory_.files.find(path);
    return known == memory_.files.end() ? std::nullopt : std::optional(known->second);
  }
  std::optional<DirectoryRecord> directory(const std::string& path) override {
    ++times;
    const auto known = memory_.directories.find(path);
    return known == memory_.directories.end() ? std::nullopt : std::optional(known->second);
  }
  Memory all() override {
    ++times;
    return memory_;
  }
  int times = 0;

 private:
  Memory memory_;
};

TEST_P(Ticking, a_memory_that_is_recalled_says_the_same) {
  const std::string other = "/tree/other.py";
  disk.write(k_file, "a = 1\n");
  disk.write(other, "b = 1\n");
  disk.advance(10 * k_second);
  StatCache first(disk);
  for (const std::string& file : {k_file, other}) first.content(file);
  first.state({InputKind::listing, "/tree", {}});
  disk.advance(10 * k_second);
  disk.write(other, "b = 2\n");
  disk.advance(10 * k_second);
  Asked memory(remembered(first));
  StatCache second(disk, memory, Trust{});
  EXPECT_EQ(second.content(k_file), digest_of("a = 1\n"));
  EXPECT_EQ(second.content(other), digest_of("b = 2\n"));
  EXPECT_EQ(second.content(k_file), digest_of("a = 1\n"));
  EXPECT_EQ(second.files_hashed(), 1u);
  EXPECT_EQ(memory.times, 2);
  EXPECT_FALSE(second.knows_all());
  second.recall_all();
  EXPECT_TRUE(second.knows_all());
  EXPECT_EQ(second.memory().files.at(other).digest, digest_of("b = 2\n")) << "what was read just now is newer";
  EXPECT_TRUE(second.memory().directories.contains("/tree"));
  EXPECT_TRUE(second.unused_files().empty());
}

}  // namespace
}  // namespace lintcache
