// SPDX-License-Identifier: MIT
// Where strings end: each text is a string and `|` behind it.
#include "imports/string_end.h"

#include <gtest/gtest.h>

#include <string>

namespace lintcache {
namespace {

// What stands after the string that begins at the first quote.
std::string_view rest(std::string_view text) {
  return text.substr(string_end(text, text.find_first_of("'\"")));
}

TEST(StringEnd, plain) {
  for (const char* text : {"''|", "\"\"|", "'a'|", "'\"'|", "'\\''|", "'\\\\'|", "r'\\''|", "b'\\\n'|", "'\\\r\n'|",
                           "'{'|", "'''|'''|", "'''''\n''\\''''|", "\"\"\"\"a\"\"\"|", "ub'{'|", "brf'{'|"})
    EXPECT_EQ(rest(text), "|") << text;
}

TEST(StringEnd, with_fields) {
  for (const char* text :
       {"f''|", "F'{x}'|", "t'{''}'|", "rf'{'|'}'|", "fR'\\{'a'}'|", "f'{{'|", "f'}}'|", "f'{{{x}}}'|",
        "f'{ {1: '}'}['a'] }'|", "f'{x:{y}}'|", "f'{x:{y:{z}}}'|", "f'{x!r:>{w}}'|", "f'{f'{f'{1}'}'}'|",
        "f'''{\n''}'''|", "f'{x # '\n}'|", "f'\\N{DIGIT ONE}'|", "f'\\N{HYPHEN-MINUS}'|", "fr'\\N{''}'|",
        "f'{x:\\'}'|", "f'\\'{x}'|", "f'{x[1:2]}'|", "f'{(lambda: '|')}'|", "f'{x:'|", "f'{x:%H:%M}'|"})
    EXPECT_EQ(rest(text), "|") << text;
}

TEST(StringEnd, not_closed) {
  EXPECT_EQ(rest("'a\n|"), "\n|");
  EXPECT_EQ(rest("f'a\r|"), "\r|");
  for (const char* text : {"'", "'\\", "'''a\n''", "f'{", "f'{x:", "f'{'", "f'\\", "f'\\N{", "f'''{x:{"})
    EXPECT_EQ(rest(text), "") << text;
}

TEST(StringEnd, any_depth) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "f'{";
  for (int i = 0; i < 100; ++i) text += "}'";
  EXPECT_EQ(string_end(text, 1), text.size());
  std::string deeper, specifications = "f'";
  for (int i = 0; i < 100'000; ++i) deeper += "f'{", specifications += "{x:";
  EXPECT_LE(string_end(deeper, 1), deeper.size());
  EXPECT_LE(string_end(specifications, 1), specifications.size());
}

}  // namespace
}  // namespace lintcache
