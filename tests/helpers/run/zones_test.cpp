// SPDX-License-Identifier: MIT
// Zones by their names.
#include "run/zones.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Zones, are_chosen_by_name) {
  const auto none = zones_in(""), some = zones_in("command,slot"), all = zones_in("all");
  ASSERT_TRUE(none && some && all);
  EXPECT_TRUE(some->has(Zone::command) && some->has(Zone::slot));
  EXPECT_FALSE(some->has(Zone::phase));
  for (size_t i = 0; i < k_zones; ++i) {
    EXPECT_FALSE(none->has(static_cast<Zone>(i)));
    EXPECT_TRUE(all->has(static_cast<Zone>(i)));
    EXPECT_TRUE(zones_in(std::string(name_of(static_cast<Zone>(i))))->has(static_cast<Zone>(i)));
  }
}

TEST(Zones, that_nobody_knows_are_none) {
  for (const char* names : {"x", "command,", ",", "command,x", "ALL"}) EXPECT_FALSE(zones_in(names)) << names;
}

}  // namespace
}  // namespace lintcache
