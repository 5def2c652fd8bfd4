// SPDX-License-Identifier: MIT
// Whose clock is asked, how seldom, and what is noticed when one of them goes back.
#include "digest/file_clock.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_millisecond;
using test::k_second;

const std::string k_probe = "/net/state/lock";

class TwoClocks : public testing::Test {
 protected:
  TwoClocks() {
    disk.mount("/net", {.tick = 4 * k_millisecond, .ahead = -30 * k_second});
    disk.write("/net/file", "");
    disk.write("/file", "");
    disk.advance(7 * k_millisecond);
  }
  uint64_t device_of(const std::string& path) { return (*disk.status(path))->device; }
  FakeDisk disk;
};

TEST_F(TwoClocks, files_beside_the_probe_have_its_time_and_others_the_machines) {
  FileClock clock(disk, k_probe);
  EXPECT_EQ(clock.now(device_of("/file")), disk.now());
  EXPECT_EQ(clock.now(device_of("/net/file")), disk.now() - 30 * k_second - 3 * k_millisecond);
  EXPECT_EQ(clock.state(), clock.now(device_of("/net/file")));
  EXPECT_EQ(clock.earliest(disk.now()), clock.state());
}

TEST_F(TwoClocks, a_clock_that_is_ahead_makes_nothing_earlier) {
  disk.mount("/fast", {.ahead = 30 * k_second});
  FileClock clock(disk, "/fast/probe");
  EXPECT_EQ(clock.now(device_of("/fast")), disk.now() + 30 * k_second);
  EXPECT_EQ(clock.earliest(disk.now()), disk.now());
}

TEST_F(TwoClocks, the_probe_is_touched_ten_times_a_second_at_most_and_the_time_is_never_too_late) {
  FileClock clock(disk, k_probe);
  const uint64_t device = device_of("/net/file");
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LE(clock.now(device), disk.now() - 30 * k_second);
    EXPECT_GE(clock.now(device), disk.now() - 30 * k_second - 104 * k_millisecond);
    disk.advance(k_millisecond);
  }
  EXPECT_LE(disk.stamps(), 10u);
}

TEST_F(TwoClocks, without_a_probe_or_where_it_cannot_be_written_the_machine_tells_the_time) {
  FileClock none(disk, "");
  EXPECT_EQ(none.now(device_of("/net/file")), disk.now());
  EXPECT_EQ(none.state(), 0);
  disk.write(k_probe, "");
  disk.make_unreadable(k_probe);
  FileClock closed(disk, k_probe);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(closed.now(device_of("/net/file")), disk.now());
  EXPECT_EQ(closed.state(), 0);
  EXPECT_EQ(disk.stamps(), 1u) << "asked once, and never again";
}

TEST_F(TwoClocks, going_back_is_noticed_once_and_at_once) {
  FileClock clock(disk, k_probe);
  clock.now(device_of("/net/file"));
  EXPECT_FALSE(clock.went_back());
  disk.advance(-k_millisecond);
  clock.now(device_of("/file"));
  EXPECT_TRUE(clock.went_back());
  EXPECT_FALSE(clock.went_back());
  disk.advance(-5 * k_second);
  EXPECT_EQ(clock.now(device_of("/net/file")), (disk.now() - 30 * k_second) / (4 * k_millisecond) * (4 * k_millisecond));
  EXPECT_TRUE(clock.went_back());
  disk.advance(k_second);
  clock.state();
  EXPECT_FALSE(clock.went_back());
}

}  // namespace
}  // namespace lintcache
