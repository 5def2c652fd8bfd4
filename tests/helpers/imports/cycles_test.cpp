// SPDX-License-Identifier: MIT
// Circles of imports, each told once.
#include "imports/cycles.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lintcache {
namespace {

std::string circles(const std::vector<DescribedModule>& modules) {
  std::vector<std::string> all;
  for (const auto& circle : import_cycles(modules)) all.push_back(join(circle, " -> "));
  return join(all, "; ");
}

TEST(ImportCycles, each_once_and_from_its_smallest_name) {
  EXPECT_EQ(circles({{"c", "", {"a"}, {}}, {"a", "", {"b"}, {}}, {"b", "", {"c", "d"}, {}}, {"d", "", {"b"}, {}}}),
            "a -> b -> c -> a; b -> d -> b");
}

TEST(ImportCycles, what_every_import_implies_makes_none) {
  EXPECT_EQ(circles({{"p", "", {"p.x"}, {}}, {"p.x", "", {}, {"p"}}}), "");
  EXPECT_EQ(circles({{"p", "", {"p.x"}, {}}, {"p.x", "", {"p"}, {}}}), "p -> p.x -> p");
}

TEST(ImportCycles, a_module_that_imports_itself_and_one_that_is_not_there_make_none) {
  EXPECT_EQ(circles({{"a", "", {"a", "gone"}, {}}}), "");
  EXPECT_EQ(circles({}), "");
}

TEST(ImportCycles, a_module_and_its_stub_are_one) {
  EXPECT_EQ(circles({{"a", "/a.py", {}, {}}, {"a", "/a.pyi", {"b"}, {}}, {"b", "/b.py", {"a"}, {}}}), "a -> b -> a");
}

}  // namespace
}  // namespace lintcache
