// SPDX-License-Identifier: MIT
// Names of ways to show progress.
#include "cli/progress_choice.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(ProgressChoiceTest, by_itself_it_is_what_the_terminal_can) {
  EXPECT_EQ(progress_choice("auto", true)->style, ProgressStyle::block);
  EXPECT_EQ(progress_choice("auto", false)->style, ProgressStyle::lines);
  EXPECT_FALSE(progress_choice("auto", false)->is_asked);
}

TEST(ProgressChoiceTest, names_are_taken_and_others_refused) {
  EXPECT_EQ(progress_choice("none", true)->style, ProgressStyle::none);
  EXPECT_EQ(progress_choice("block", false)->style, ProgressStyle::block);
  EXPECT_TRUE(progress_choice("lines", true)->is_asked);
  EXPECT_EQ(progress_choice("json", true)->file, "");
  EXPECT_EQ(progress_choice("json:/dev/fd/3", true)->file, "/dev/fd/3");
  for (const char* wrong : {"", "bar", "json:", "lines:x"}) EXPECT_FALSE(progress_choice(wrong, true)) << wrong;
}

}  // namespace
}  // namespace lintcache
