// SPDX-License-Identifier: MIT
// How many may work at a time, and who has which slot.
#include "schedule/job_slots.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace lintcache {
namespace {

Width with_flags(const std::string& flags, bool has_server = false) { return {"", read_make_flags(flags), has_server, 8}; }

TEST(MostWorkers, asks_the_server_then_cmake_then_the_machine) {
  EXPECT_EQ(most_workers(0, with_flags(" -j4 --jobserver-auth=3,4", true)), 4u);
  EXPECT_EQ(most_workers(0, {"3", read_make_flags(" -j4 --jobserver-auth=3,4"), true, 8}), 4u);
  EXPECT_EQ(most_workers(0, {"3", {}, false, 8}), 3u);
  EXPECT_EQ(most_workers(0, {"12", {}, false, 8}), 12u);
  EXPECT_EQ(most_workers(0, {"", {}, false, 8}), 8u);
  for (const char* text : {"0", "-1", "x", "3x", " "}) EXPECT_EQ(most_workers(0, {text, {}, false, 8}), 8u) << text;
}

TEST(MostWorkers, takes_jobs_for_an_upper_bound) {
  EXPECT_EQ(most_workers(2, with_flags(" -j4 --jobserver-auth=3,4", true)), 2u);
  EXPECT_EQ(most_workers(6, with_flags(" -j4 --jobserver-auth=3,4", true)), 4u);
  EXPECT_EQ(most_workers(2, {"3", {}, false, 8}), 2u);
  EXPECT_EQ(most_workers(5, {"3", {}, false, 8}), 3u);
  EXPECT_EQ(most_workers(12, {"", {}, false, 8}), 8u);
}

TEST(WhySoMany, names_who_says_so) {
  EXPECT_EQ(why_so_many(0, with_flags(" -j4 --jobserver-auth=3,4", true)), "make's job server");
  EXPECT_EQ(why_so_many(2, with_flags(" -j4 --jobserver-auth=3,4", true)), "JOBS");
  EXPECT_EQ(why_so_many(4, with_flags(" -j4 --jobserver-auth=3,4", true)), "make's job server");
  EXPECT_EQ(why_so_many(0, with_flags(" -j4 --jobserver-auth=3,4")), "make's job server cannot be reached");
  EXPECT_EQ(why_so_many(0, with_flags(" -j1")), "make -j1");
  EXPECT_EQ(why_so_many(5, {"3", {}, false, 8}), "CMAKE_BUILD_PARALLEL_LEVEL");
  EXPECT_EQ(why_so_many(12, {"", {}, false, 8}), "the processors that may be used");
}

TEST(MostWorkers, has_one_slot_where_no_other_can_be_had) {
  EXPECT_EQ(most_workers(0, with_flags(" -j4 --jobserver-auth=3,4")), 1u);
  EXPECT_EQ(most_workers(7, with_flags(" -j1")), 1u);
  EXPECT_EQ(most_workers(0, with_flags(" -j")), 8u) << "without a bound there is no server";
  EXPECT_EQ(most_workers(0, with_flags("k")), 8u) << "nobody said -j1";
  EXPECT_GE(most_workers(0, with_flags("--jobserver-auth=fifo:/x", true)), 100u);
}

TEST(JobSlots, numbers_those_that_are_taken) {
  JobSlots slots(3);
  EXPECT_EQ(slots.take(), 0u);
  EXPECT_EQ(slots.take(), 1u);
  EXPECT_EQ(slots.take(), 2u);
  EXPECT_EQ(slots.take(), std::nullopt);
  slots.give(1);
  EXPECT_EQ(slots.take(), 1u);
  EXPECT_EQ(JobSlots(0).take(), 0u);
}

TEST(JobSlots, asks_the_server_for_all_but_one) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  JobServer server(std::to_string(ends[0]) + "," + std::to_string(ends[1]));
  {
    JobSlots slots(4, &server);
    EXPECT_EQ(slots.descriptor(), -1) << "the first one is there anyway";
    EXPECT_EQ(slots.take(), 0u);
    EXPECT_GE(slots.descriptor(), 0);
    EXPECT_EQ(slots.take(), 1u);
    EXPECT_EQ(slots.take(), std::nullopt);
    slots.give(0);
    // What was granted is still out; the first one is free again, whoever had it.
    EXPECT_EQ(slots.take(), 0u);
    slots.give(1);
    EXPECT_EQ(slots.take(), 1u);
  }
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace lintcache
