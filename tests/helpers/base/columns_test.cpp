// SPDX-License-Identifier: MIT
// Text takes as many columns as a terminal gives it, and never more than it may.
#include "base/columns.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

TEST(Columns, characters_have_their_width) {
  EXPECT_EQ(columns_of(""), 0u);
  EXPECT_EQ(columns_of("a.py"), 4u);
  EXPECT_EQ(columns_of("ä.py"), 4u);
  EXPECT_EQ(columns_of("日本.py"), 7u);
  EXPECT_EQ(columns_of("e\u0301.py"), 4u) << "an accent that combines";
}

TEST(Columns, what_fits_stays) {
  EXPECT_EQ(cut_at_end("日本.py", 7), "日本.py");
  EXPECT_EQ(cut_in_front("pkg/a.py", 8), "pkg/a.py");
}

TEST(Columns, what_does_not_fit_is_cut_and_says_so) {
  EXPECT_EQ(cut_at_end("pkg/a.py", 5), "pkg/…");
  EXPECT_EQ(cut_in_front("pkg/a.py", 5), "…a.py");
  EXPECT_EQ(cut_at_end("abc", 1), "…");
  EXPECT_EQ(cut_at_end("abc", 0), "");
  EXPECT_EQ(cut_in_front("abc", 0), "");
}

TEST(Columns, a_wide_character_is_never_cut_in_two) {
  EXPECT_EQ(cut_at_end("日本語", 4), "日…");
  EXPECT_EQ(cut_in_front("日本語", 4), "…語");
  for (size_t room = 0; room < 12; ++room) {
    EXPECT_LE(columns_of(cut_at_end("日本語日本語", room)), room);
    EXPECT_LE(columns_of(cut_in_front("日本語日本語", room)), room);
  }
}

TEST(Columns, nothing_steers_the_terminal) {
  EXPECT_EQ(cut_at_end("a\u009B31mb", 20), "a\uFFFD31mb") << "a control sequence in one character";
  EXPECT_EQ(cut_at_end("a\u202Eb", 20), "a\uFFFDb") << "text from right to left";
  EXPECT_EQ(cut_at_end("a\xFF", 20), "a\uFFFD");
}

}  // namespace
}  // namespace lintcache
