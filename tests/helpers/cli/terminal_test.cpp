// SPDX-License-Identifier: MIT
// Colours only where they are wanted; lines are drawn over exactly the rows that the lines before took.
#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Lines = std::vector<std::string>;

const Lines k_terminal = {"TERM=xterm"};

TEST(Colour, is_for_terminals) {
  EXPECT_TRUE(wants_colour(true, k_terminal));
  EXPECT_FALSE(wants_colour(false, k_terminal));
  EXPECT_FALSE(wants_colour(true, {"TERM=dumb"}));
  EXPECT_FALSE(wants_colour(true, {}));
}

TEST(Colour, may_be_refused_and_forced) {
  EXPECT_FALSE(wants_colour(true, {"TERM=xterm", "NO_COLOR=1"}));
  EXPECT_TRUE(wants_colour(true, {"TERM=xterm", "NO_COLOR="})) << "empty is as if not set";
  EXPECT_FALSE(wants_colour(true, {"TERM=xterm", "CLICOLOR=0"}));
  EXPECT_TRUE(wants_colour(false, {"CLICOLOR_FORCE=1"}));
  EXPECT_TRUE(wants_colour(true, {"TERM=dumb", "CLICOLOR_FORCE=1"}));
  EXPECT_FALSE(wants_colour(false, {"CLICOLOR_FORCE=0"}));
  EXPECT_FALSE(wants_colour(true, {"TERM=xterm", "CLICOLOR_FORCE=1", "NO_COLOR=1"}));
}

TEST(Drawing, needs_a_terminal_that_can) {
  EXPECT_TRUE(can_draw(true, k_terminal));
  EXPECT_FALSE(can_draw(false, k_terminal));
  EXPECT_FALSE(can_draw(true, {"TERM=dumb"}));
}

TEST(DrawnLinesTest, goes_back_over_what_stands_there) {
  DrawnLines drawn;
  EXPECT_EQ(drawn.draw({"a", "b", "c"}, 80), "\033[?7la\r\nb\r\nc\033[?7h");
  EXPECT_EQ(drawn.draw({"a", "b", "c"}, 80), "") << "it is there";
  EXPECT_EQ(drawn.draw({"d"}, 80), "\r\033[2A\033[J\033[?7ld\033[?7h");
  EXPECT_EQ(drawn.erase(80), "\r\033[J");
  EXPECT_EQ(drawn.erase(80), "");
}

TEST(DrawnLinesTest, in_a_narrower_terminal_lines_take_more_rows) {
  DrawnLines drawn;
  drawn.draw({"\033[1m" + std::string(30, 'a') + "\033[0m", "b"}, 80);
  EXPECT_EQ(drawn.erase(20), "\r\033[2A\033[J");
  drawn.draw({std::string(15, 'a'), "b"}, 20);
  EXPECT_EQ(drawn.draw({"c"}, 80), "\r\033[1A\033[J\033[?7lc\033[?7h");
}

}  // namespace
}  // namespace lintcache
