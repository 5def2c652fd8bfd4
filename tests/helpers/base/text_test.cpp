// SPDX-License-Identifier: MIT
// Escaping for display, splitting, joining, trimming.
#include "base/text.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using namespace std::string_literals;

TEST(Printable, plain_text_stays_as_it_is) {
  EXPECT_EQ(printable("a b/c.py: \"x\" 'y' $z ; \\ ü € 𝄞"), "a b/c.py: \"x\" 'y' $z ; \\ ü € 𝄞");
  EXPECT_EQ(printable(""), "");
}

TEST(Printable, control_characters_are_escaped) {
  EXPECT_EQ(printable("a\nb\tc\rd\x1b[31m\x7f"), "a\\nb\\tc\\x0dd\\x1b[31m\\x7f");
  EXPECT_EQ(printable("a\0b"s), "a\\x00b");
}

TEST(Printable, bytes_that_are_not_utf8_are_escaped_one_by_one) {
  const std::pair<std::string, std::string> cases[] = {
      {"\xff", "\\xff"},
      {"a\x80z", "a\\x80z"},                    // a continuation without a lead
      {"\xc0\xaf", "\\xc0\\xaf"},               // overlong
      {"\xe0\x80\xaf", "\\xe0\\x80\\xaf"},      // overlong
      {"\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},      // a surrogate
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},  // beyond U+10FFFF
      {"\xf5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"},
      {"\xc3", "\\xc3"},                        // cut off
      {"\xe2\x82", "\\xe2\\x82"},
      {"\xe2\x82z", "\\xe2\\x82z"},
  };
  for (const auto& [bytes, shown] : cases) {
    EXPECT_EQ(printable(bytes), shown);
    EXPECT_FALSE(is_utf8(bytes)) << shown;
  }
  EXPECT_TRUE(is_utf8("a\n\x1b ü € 𝄞"));
  EXPECT_TRUE(is_utf8(""));
}

TEST(Split, keeps_empty_pieces) {
  using Pieces = std::vector<std::string>;
  EXPECT_EQ(split("", ','), Pieces{""});
  EXPECT_EQ(split("a", ','), Pieces{"a"});
  EXPECT_EQ(split(",a,,b,", ','), (Pieces{"", "a", "", "b", ""}));
}

TEST(Join, is_the_opposite_of_split) {
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
}

TEST(Trim, takes_blanks_from_both_ends_only) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(LastLine, is_the_last_that_says_something) {
  EXPECT_EQ(last_line("a\nb\n\n \n"), "b");
  EXPECT_EQ(last_line("a"), "a");
  EXPECT_EQ(last_line(""), "");
}

}  // namespace
}  // namespace lintcache
