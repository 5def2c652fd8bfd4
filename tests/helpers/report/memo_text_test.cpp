// SPDX-License-Identifier: MIT
// Trees of paths, and words for a shell.
#include "report/memo_text.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(MemoText, a_tree_joins_what_stands_alone) {
  EXPECT_EQ(as_tree({{"/a/b/c", "read"}, {"/a/b/d", ""}, {"/x", ""}, {"HOME", "variable"}}), "/a/b/\n  c  read\n  d\n/x\nHOME  variable\n");
  EXPECT_EQ(as_lines({{"/a", "x"}, {"/b\n", ""}}), "/a  x\n/b\\n\n");
}

TEST(MemoText, a_shell_gets_its_words_back) {
  EXPECT_EQ(shell_words({"sh", "-c", "echo 'a b'", ""}), "sh -c 'echo '\\''a b'\\''' ''");
}

}  // namespace
}  // namespace lintcache
