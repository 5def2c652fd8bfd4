// SPDX-License-Identifier: MIT
// Spellings of paths.
#include "base/path.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(AbsolutePath, has_one_spelling) {
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"a", "/b", "/b/a"},       {"", "/b", "/b"},          {".", "/b", "/b"},
      {"./a/", "/b", "/b/a"},    {"../a", "/b/c", "/b/a"},  {"/x//y/./z/..", "/b", "/x/y"},
      {"/..", "/b", "/"},        {"../../..", "/b", "/"},   {"a b;$\n\xff", "/", "/a b;$\n\xff"},
      {"...", "/b", "/b/..."},   {"-x", "/b", "/b/-x"},
  };
  for (const auto& [path, base, whole] : cases) EXPECT_EQ(absolute_path(path, base), whole) << path;
}

TEST(CurrentDirectory, is_absolute) { EXPECT_TRUE(current_directory().starts_with('/')); }

TEST(Joined, puts_one_slash_between) {
  EXPECT_EQ(joined("/a", "b"), "/a/b");
  EXPECT_EQ(joined("/", "b"), "/b");
  EXPECT_EQ(joined("", "b"), "b");
}

TEST(ParentOf, ends_at_the_root) {
  EXPECT_EQ(parent_of("/a/b"), "/a");
  EXPECT_EQ(parent_of("/a"), "/");
  EXPECT_EQ(parent_of("/"), "/");
  EXPECT_EQ(parent_of("a/b"), "a");
  EXPECT_EQ(parent_of("a"), "");
}

TEST(FileName, is_what_follows_the_last_slash) {
  EXPECT_EQ(file_name("/a/b.py"), "b.py");
  EXPECT_EQ(file_name("b.py"), "b.py");
  EXPECT_EQ(file_name("/"), "");
}

TEST(IsBelow, wants_whole_names) {
  EXPECT_TRUE(is_below("/a/b", "/a"));
  EXPECT_TRUE(is_below("/a", "/"));
  EXPECT_TRUE(is_below("pkg/x.py", "pkg"));
  EXPECT_FALSE(is_below("/ab", "/a"));
  EXPECT_FALSE(is_below("/a", "/a"));
  EXPECT_FALSE(is_below("/a/", "/a"));
  EXPECT_FALSE(is_below("/", "/"));
  EXPECT_FALSE(is_below("/a", "/a/b"));
}

TEST(RelativeTo, leaves_what_lies_elsewhere) {
  EXPECT_EQ(relative_to("/a/b/c", "/a"), "b/c");
  EXPECT_EQ(relative_to("/a", "/"), "a");
  EXPECT_EQ(relative_to("/x/y", "/a"), "/x/y");
}

}  // namespace
}  // namespace lintcache
