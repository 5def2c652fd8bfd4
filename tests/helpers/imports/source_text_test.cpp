// SPDX-License-Identifier: MIT
// Which encoding a file names, and what its bytes are then.
#include "imports/source_text.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

std::string utf8(std::string_view source) {
  std::string room;
  return std::string(as_utf8(source, room));
}

TEST(SourceText, encodings_are_named_in_the_first_two_lines) {
  EXPECT_EQ(named_encoding("# coding: latin-1"), "latin-1");
  EXPECT_EQ(named_encoding("# -*- coding:cp932 -*-\n"), "cp932");
  EXPECT_EQ(named_encoding(" \t# vim: set fileencoding=koi8_r :\r\n"), "koi8_r");
  EXPECT_EQ(named_encoding("#!/bin/x\r# coding: a.b"), "a.b");
  EXPECT_EQ(named_encoding("\n# coding= x"), "x");
  EXPECT_EQ(named_encoding("# coding coding: x"), "x");
}

TEST(SourceText, encodings_are_named_nowhere_else) {
  EXPECT_EQ(named_encoding(""), "");
  EXPECT_EQ(named_encoding("# coding"), "");
  EXPECT_EQ(named_encoding("# coding :x"), "");
  EXPECT_EQ(named_encoding("# coding:"), "");
  EXPECT_EQ(named_encoding("\n\n# coding: x"), "");
  EXPECT_EQ(named_encoding("x\n# coding: x"), "");
  EXPECT_EQ(named_encoding("x # coding: x"), "");
  EXPECT_EQ(named_encoding("\xef\xbb\xbf# coding: x"), "");
}

TEST(SourceText, bytes_become_utf8) {
  EXPECT_EQ(utf8("# coding: latin-1\n\xe9"), "# coding: latin-1\n\xc3\xa9");
  EXPECT_EQ(utf8("# coding: Latin_1\n\xe9"), "# coding: Latin_1\n\xc3\xa9");
  EXPECT_EQ(utf8("# coding: koi8-r\n\xc1"), "# coding: koi8-r\n\xd0\xb0");
  EXPECT_EQ(utf8("# coding: shift_jis\n\x95\\"), "# coding: shift_jis\n\xe8\xa1\xa8");
}

TEST(SourceText, bytes_stay_where_nothing_better_is_known) {
  for (const std::string_view source :
       {"\xe9", "# coding: utf-8\n\xe9", "# coding: UTF_8\n\xe9", "# coding: no-such\n\xe9",
        "# coding: ascii\n\xe9", "# coding: euc-jp\n\xff\xff"})
    EXPECT_EQ(utf8(source), source);
}

}  // namespace
}  // namespace lintcache
