// SPDX-License-Identifier: MIT
// Names that came and went, and directories that were elsewhere, while somebody used what was looked at before.
#include <gtest/gtest.h>

#include "digest/stat_cache.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_millisecond;
using test::k_second;

// A tree that is as young as can be, on a file system whose times are as coarse as a test wishes.
class HeldStill : public testing::TestWithParam<int64_t> {
 protected:
  HeldStill() { disk.write("/s/pkg/a.py", ""); }
  void come_and_go(const std::string& path) {
    disk.write(path, "");
    disk.remove(path);
  }
  int64_t begin() {
    cache.begin_use();
    return disk.now();
  }

  FakeDisk disk{GetParam()};
  StatCache cache{disk};
};

INSTANTIATE_TEST_SUITE_P(StatCache, HeldStill, testing::Values(1, 4 * k_millisecond, k_second));

TEST_P(HeldStill, what_nobody_touched_was_there_however_young_it_is) {
  for (const char* directory : {"/s", "/s/pkg"}) [[maybe_unused]] const auto listed = cache.entries(directory);
  const int64_t since = begin();
  EXPECT_TRUE(cache.kept_names("/s/pkg", since));
  EXPECT_TRUE(cache.kept_place("/s/pkg", since));
}

TEST_P(HeldStill, names_that_came_and_went_show) {
  [[maybe_unused]] const auto listed = cache.entries("/s/pkg");
  disk.advance(10 * k_second);
  const int64_t since = begin();
  disk.advance(10 * k_second);
  come_and_go("/s/pkg/b.py");
  EXPECT_FALSE(cache.kept_names("/s/pkg", since));
  EXPECT_TRUE(cache.kept_place("/s/pkg", since)) << "it is where it was";
  EXPECT_TRUE(cache.kept_names("/s", since));
  disk.advance(10 * k_second);
  EXPECT_TRUE(cache.kept_names("/s/pkg", begin())) << "who begins later is not concerned";
}

TEST_P(HeldStill, of_what_is_missing_the_nearest_above_tells) {
  disk.advance(10 * k_second);
  const int64_t since = begin();
  EXPECT_TRUE(cache.kept_names("/s/none/deeper", since));
  disk.advance(10 * k_second);
  disk.write("/s/none/deeper/x.py", "");
  disk.remove("/s/none");
  EXPECT_FALSE(cache.kept_names("/s/none/deeper", since));
}

TEST_P(HeldStill, what_was_looked_at_only_afterwards_must_be_old) {
  const int64_t since = begin();
  EXPECT_FALSE(cache.kept_names("/s/pkg", since)) << "it may have changed while it was used";
  disk.advance(10 * k_second);
  EXPECT_TRUE(cache.kept_names("/s/pkg", begin()));
  // The first look came after the use began.
  [[maybe_unused]] const auto listed = cache.entries("/s");
  disk.advance(k_second);
  come_and_go("/s/x");
  EXPECT_FALSE(cache.kept_names("/s", since));
}

TEST_P(HeldStill, a_directory_that_was_moved_away_and_back_shows) {
  for (const char* directory : {"/s", "/s/pkg"}) [[maybe_unused]] const auto listed = cache.entries(directory);
  disk.advance(10 * k_second);
  const int64_t since = begin();
  disk.advance(10 * k_second);
  // A move changes the ctime of what is moved alone.
  disk.set_modified("/s/pkg", (*disk.status("/s/pkg"))->tuple.modified_nanoseconds);
  EXPECT_FALSE(cache.kept_place("/s/pkg", since));
  EXPECT_TRUE(cache.kept_place("/s", since));
}

TEST_P(HeldStill, a_second_look_begins_anew) {
  [[maybe_unused]] auto listed = cache.entries("/s/pkg");
  disk.advance(10 * k_second);
  cache.begin_use();
  come_and_go("/s/pkg/b.py");
  cache.look_again();
  listed = cache.entries("/s/pkg");
  const int64_t since = begin();
  EXPECT_TRUE(cache.kept_names("/s/pkg", since));
}

}  // namespace
}  // namespace lintcache
