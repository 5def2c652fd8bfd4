// SPDX-License-Identifier: MIT
// Descriptions come out as they went in.
#include "imports/description.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Description, comes_out_as_it_went_in) {
  const std::vector<DescribedModule> modules = {
      {"pkg.a", "/t/pkg/a.py", {"pkg.b", "os"}, {"pkg"}},
      {std::string("od\0d\n\xFF", 6), "", {}, {}},
      {"", "/t/x", {""}, {"", "a"}}};
  EXPECT_EQ(described_modules(to_description(modules)), modules);
  EXPECT_EQ(described_modules(to_description({})), std::vector<DescribedModule>());
}

TEST(Description, what_is_none_describes_nothing) {
  const std::string good = to_description({{"a", "/a.py", {"b"}, {}}});
  EXPECT_TRUE(described_modules(good.substr(0, good.size() - 1)).empty());
  EXPECT_TRUE(described_modules(good + std::string("\1\0\0\0x", 5)).empty());
  EXPECT_TRUE(described_modules("what").empty());
}

}  // namespace
}  // namespace lintcache
