// SPDX-License-Identifier: MIT
// Words that stand in files.
#include "cli/argument_files.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using Words = std::vector<std::string>;

TEST(ArgumentFiles, put_their_lines_in_place) {
  const test::ScratchTree tree;
  const std::string file = "@" + tree.write("words", "# a comment\n--tools\na b\n\n@other\r\n-x");
  EXPECT_EQ(*with_argument_files({"lint", file, "end"}), (Words{"lint", "--tools", "a b", "@other", "-x", "end"}));
  EXPECT_EQ(*with_argument_files({"run", "@", "a@b", "--", file}), (Words{"run", "@", "a@b", "--", file}));
  EXPECT_EQ(*with_argument_files({}), Words());
}

TEST(ArgumentFiles, that_cannot_be_read_are_told) {
  const test::ScratchTree tree;
  for (const char* name : {"none", "."}) {
    const auto words = with_argument_files({"@" + tree.path(name)});
    ASSERT_FALSE(words.ok()) << name;
    EXPECT_EQ(words.error().blame, Blame::asker);
  }
}

}  // namespace
}  // namespace lintcache
