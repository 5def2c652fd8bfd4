// SPDX-License-Identifier: MIT
// What the environment says about the slots of this process.
#include "schedule/workers.h"

#include <gtest/gtest.h>

#include "schedule/cpus.h"

namespace lintcache {
namespace {

const auto k_no_warning = [](const std::string& line) { FAIL() << line; };

TEST(Workers, are_as_many_as_the_build_says) {
  join_build({"CMAKE_BUILD_PARALLEL_LEVEL=3"});
  EXPECT_FALSE(is_idle_build());
  EXPECT_EQ(slots_for(0, k_no_warning).width(), 3u);
  EXPECT_EQ(slots_for(2, k_no_warning).width(), 2u);
  join_build({"MAKEFLAGS=n -j1"});
  EXPECT_TRUE(is_idle_build());
  EXPECT_EQ(slots_for(0, k_no_warning).width(), 1u);
  join_build({});
  EXPECT_FALSE(is_idle_build());
  EXPECT_EQ(slots_for(0, k_no_warning).width(), usable_cpus());
}

TEST(Workers, hear_once_that_there_are_no_slots) {
  join_build({"MAKEFLAGS= -j4 --jobserver-auth=-2,-2", "CMAKE_BUILD_PARALLEL_LEVEL=3"});
  int told = 0;
  const auto count = [&](const std::string& line) {
    ++told;
    EXPECT_NE(line.find("`+`"), std::string::npos);
  };
  EXPECT_EQ(slots_for(0, count).width(), 1u);
  EXPECT_EQ(slots_for(0, count).width(), 1u);
  EXPECT_EQ(told, 1);
  join_build({});
}

}  // namespace
}  // namespace lintcache
