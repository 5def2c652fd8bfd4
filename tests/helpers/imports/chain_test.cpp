// SPDX-License-Identifier: MIT
// How a module comes into a footprint.
#include "imports/chain.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Names = std::vector<std::string>;

const std::vector<DescribedModule> k_modules = {
    {"/t/a.py", "/t/a.py", {"a"}, {}},
    {"a", "/t/a.py", {"long.way", "p.short"}, {}},
    {"long.way", "/t/long/way.py", {"detour"}, {"long"}},
    {"long", "/t/long/__init__.py", {}, {}},
    {"detour", "/t/detour.py", {"target"}, {}},
    {"p.short", "/t/p/short.py", {"target", "a"}, {"p"}},
    {"p", "/t/p/__init__.py", {"only_here"}, {}},
    {"target", "/t/target.py", {}, {}},
    {"only_here", "", {}, {}},
    {"stranger", "/t/stranger.py", {"target"}, {}},
};

Names chain(const std::string& file, const std::string& wanted) {
  return import_chain(k_modules, file, [&](const DescribedModule& one) { return one.name == wanted; });
}

TEST(ImportChain, is_a_shortest_one) {
  EXPECT_EQ(chain("/t/a.py", "target"), (Names{"a", "p.short", "target"}));
}

TEST(ImportChain, goes_through_packages) {
  EXPECT_EQ(chain("/t/a.py", "only_here"), (Names{"a", "p.short", "p", "only_here"}));
}

TEST(ImportChain, may_begin_at_a_file_without_a_name) {
  EXPECT_EQ(chain("/t/stranger.py", "target"), (Names{"stranger", "target"}));
}

TEST(ImportChain, is_empty_where_there_is_none) {
  EXPECT_EQ(chain("/t/a.py", "stranger"), Names{});
  EXPECT_EQ(chain("/t/unknown.py", "target"), Names{});
}

TEST(ImportChain, ends_in_a_circle) { EXPECT_EQ(chain("/t/p/short.py", "a"), (Names{"p.short", "a"})); }

}  // namespace
}  // namespace lintcache
