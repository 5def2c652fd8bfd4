// SPDX-License-Identifier: MIT
// What a cursor passes over, and where it stands then.
#include "imports/text_cursor.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

struct Cursor : TextCursor {
  explicit Cursor(std::string_view text) : TextCursor(text, 0) {}
  using TextCursor::at;
  using TextCursor::at_line_end;
  using TextCursor::ended;
  using TextCursor::skip_blanks;
  using TextCursor::skip_comment;
  using TextCursor::skip_continuation;
  using TextCursor::skip_newline;
  using TextCursor::skip_to;
  using TextCursor::skip_word;
  using TextCursor::word;
  [[nodiscard]] std::string_view rest() const { return text_.substr(position_); }
};

TEST(TextCursor, name_bytes) {
  for (const char c : std::string_view("azAZ09_\x80\xff")) EXPECT_TRUE(is_name_byte(c)) << c;
  for (const char c : std::string_view(" .-@[`{/:\n\x7f")) EXPECT_FALSE(is_name_byte(c)) << c;
  EXPECT_FALSE(is_name_byte('\0'));
}

TEST(TextCursor, blanks) {
  Cursor outside(" \t\f\\\n \\\r\n\\\rx");
  outside.skip_blanks();
  EXPECT_EQ(outside.rest(), "x");
  for (const char* text : {"\n", "\r", "#", "\\x", "\\", ""}) {
    Cursor stays(text);
    stays.skip_blanks();
    EXPECT_EQ(stays.rest(), text);
  }
  Cursor inside("\n # (\r\n\r\\\nx");
  inside.skip_blanks(true);
  EXPECT_EQ(inside.rest(), "x");
}

TEST(TextCursor, lines) {
  for (const char* text : {"\nx", "\r\nx", "\rx"}) {
    Cursor cursor(text);
    cursor.skip_newline();
    EXPECT_EQ(cursor.rest(), "x");
  }
  Cursor comment("# a\r\n");
  EXPECT_TRUE(comment.at_line_end());
  comment.skip_comment();
  EXPECT_EQ(comment.rest(), "\r\n");
  EXPECT_TRUE(Cursor("").at_line_end());
  EXPECT_FALSE(Cursor("a").at_line_end());
  EXPECT_FALSE(Cursor("\\a").skip_continuation());
}

TEST(TextCursor, words) {
  Cursor cursor("import_a b1.c");
  EXPECT_FALSE(cursor.skip_word("import"));
  EXPECT_TRUE(cursor.skip_word("import_a"));
  EXPECT_EQ(cursor.word(), "");
  cursor.skip_blanks();
  EXPECT_EQ(cursor.word(), "b1");
  EXPECT_EQ(cursor.rest(), ".c");
  cursor.skip_to(table_of("x"));
  EXPECT_TRUE(cursor.ended());
  EXPECT_EQ(cursor.at(100), '\0');
}

}  // namespace
}  // namespace lintcache
