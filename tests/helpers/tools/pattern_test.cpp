// SPDX-License-Identifier: MIT
// Patterns of users: which groups hold what, which patterns are refused, and lines that are very long.
#include "tools/pattern.h"

#include <gtest/gtest.h>
#include <pthread.h>

namespace lintcache {
namespace {

LineParts parts(const std::string& expression, const std::string& line) {
  const auto pattern = LinePattern::from(expression);
  EXPECT_TRUE(pattern.ok()) << pattern.error().text();
  const auto match = pattern->match(line);
  EXPECT_TRUE(match.ok() && match->has_value()) << expression << " on " << line.substr(0, 80);
  return match.ok() ? match->value_or(LineParts()) : LineParts();
}

TEST(LinePattern, each_name_is_found) {
  const char* const expression =
      R"(^(?<file>.*?):(?<line>\d+):(?<column>\d+): (?<severity>\w+): (?<text>.*) \[(?<rule>[\w-]+)\]$)";
  const LineParts all = parts(expression, "pkg/a.py:3:14: error: this is (not) good [bad-thing]");
  EXPECT_EQ(all.file, "pkg/a.py");
  EXPECT_EQ(all.line, "3");
  EXPECT_EQ(all.column, "14");
  EXPECT_EQ(all.severity, "error");
  EXPECT_EQ(all.text, "this is (not) good");
  EXPECT_EQ(all.rule, "bad-thing");
}

TEST(LinePattern, is_looked_for_anywhere_in_the_line) {
  EXPECT_EQ(parts("reformat (?<file>\\S+)", "would reformat a.py !").file, "a.py");
}

TEST(LinePattern, a_group_that_takes_no_part_is_empty) {
  const LineParts some = parts("(?<file>a)|(?<rule>b)", "b");
  EXPECT_EQ(some.file, "");
  EXPECT_EQ(some.rule, "b");
  EXPECT_EQ(some.line, "");
}

// The group after each of these beginnings must be the one that is counted.
TEST(LinePattern, counts_the_groups_before_a_named_one) {
  const std::pair<const char*, const char*> beginnings[] = {
      {"", ""},
      {"(x)", "x"},
      {"((x)(y))", "xy"},
      {"(?:x)", "x"},
      {"(?:(x)|(z))", "x"},
      {"(?=(x))x", "x"},
      {"(?!(z))x", "x"},
      {"\\(", "("},
      {"\\\\(x)", "\\x"},
      {"[(]", "("},
      {"[(\\](]", "]"},
      {"[^(]", "x"},
      {"[[:alpha:](]", "("},
      {"[[:alpha:]\\]](x)", "]x"},
      {"[[](x)", "[x"},
      {"(x(?<rule>y)(z))", "xyz"},
      {"\\[(x)\\]", "[x]"},
      {"(?:(?:(?:((x)))))", "x"},
  };
  for (const auto& [beginning, text] : beginnings) {
    const std::string expression = std::string("^") + beginning + "(?<file>F+)(e)$";
    EXPECT_EQ(parts(expression, std::string(text) + "FFe").file, "FF") << beginning;
  }
}

TEST(LinePattern, numbers_refer_to_named_groups_as_to_others) {
  EXPECT_EQ(parts(R"(^(?<rule>['"])(?<file>.*)\1)", R"('a"b' is bad)").file, "a\"b");
}

TEST(LinePattern, what_does_not_match_is_nothing) {
  const auto pattern = LinePattern::from("^(?<line>\\d+)$");
  for (const char* line : {"", "x", "1x", "x1"}) EXPECT_FALSE(pattern->match(line)->has_value()) << line;
  EXPECT_TRUE(pattern->match("12")->has_value());
}

TEST(LinePattern, lines_are_bytes) {
  EXPECT_EQ(parts("^(?<file>[^:]*):(?<text>.*)$", "caf\xe9.py:\xff\xfe").file, "caf\xe9.py");
  EXPECT_EQ(parts("^(?<file>[^:]*):(?<text>.*)$", "caf\xc3\xa9.py:\xe2\x82\xac").text, "\xe2\x82\xac");
}

TEST(LinePattern, what_is_wrong_is_said) {
  const std::pair<std::string, const char*> wrong[] = {
      {"error", "has no named group"},
      {"", "has no named group"},
      {"(.*):(\\d+)", "has no named group"},
      {"\\(?<file>x\\)", "has no named group"},
      {"[(?<file>x)]", "has no named group"},
      {"(?<path>.*)", "'path'"},
      {"(?<file>.*)(?<message>.*)", "'message'"},
      {"(?<>.*)", "unknown name, ''"},
      {"(?<File>.*)", "'File'"},
      {"(?<file", "unknown name"},
      {"(?<file>.)(?<file>.)", "two groups named 'file'"},
      {"(?P<file>.*)", "named as Python does"},
      {"(?<=x)(?<file>.*)", "looks behind"},
      {"(?<!x)(?<file>.*)", "looks behind"},
      {"(?<file>.)\\k<file>", "refers to a group by name"},
      {"(?<file>", "no regular expression"},
      {"(?<file>x))", "no regular expression"},
      {"(?<file>[x)", "no regular expression"},
      {"(?<file>*)", "no regular expression"},
      {"(?<file>x)\\", "no regular expression"},
      {"(?<file>x)\\2", "no regular expression"},
      {"(?<file>x{2,1})", "no regular expression"},
      {"(?<file>[z-a])", "no regular expression"},
      {"(?i)(?<file>x)", "no regular expression"},
      {"(?<file>" + std::string(2000, '(') + std::string(2000, ')') + ")", "longer than"},
  };
  for (const auto& [expression, what] : wrong) {
    const auto pattern = LinePattern::from(expression);
    ASSERT_FALSE(pattern.ok()) << expression;
    EXPECT_EQ(pattern.error().blame, Blame::asker);
    EXPECT_NE(pattern.error().what.find(what), std::string::npos) << expression << ": " << pattern.error().text();
    EXPECT_FALSE(pattern.error().hint.empty()) << expression;
  }
}

TEST(LinePattern, of_a_long_line_the_beginning_counts) {
  const std::string line = "a.py:1: " + std::string(10 << 20, 'x');
  const LineParts all = parts("^(?<file>.*?):(?<line>\\d+): (?<text>.*)", line);
  EXPECT_EQ(all.file, "a.py");
  EXPECT_GT(all.text.size(), 1000u);
  EXPECT_LE(all.text.size(), 4096u);
}

TEST(LinePattern, long_lines_are_matched_and_refused_without_harm) {
  const std::string longest(4096, 'b'), longer(1 << 20, 'b');
  for (const char* expression : {"^(?<file>.*):(?<line>\\d+)", "(?<file>.*?):(?<line>\\d+)", "^(?<file>(?:b|x)*):"}) {
    const auto pattern = LinePattern::from(expression);
    for (const std::string& line : {longest, longer}) {
      const auto match = pattern->match(line);
      ASSERT_TRUE(match.ok()) << expression << match.error().text();
      EXPECT_FALSE(match->has_value());
    }
  }
  EXPECT_EQ(parts("^(?<file>.*)b$", longest).file.size(), 4095u);
}

TEST(LinePattern, what_takes_too_long_is_an_error) {
  const auto pattern = LinePattern::from("^(?<file>(b|b|b)*):");
  const auto match = pattern->match(std::string(100, 'b'));
  ASSERT_FALSE(match.ok());
  EXPECT_NE(match.error().what.find("too long"), std::string::npos);
  EXPECT_TRUE(pattern->match("bb:")->has_value());
}

TEST(LinePattern, what_takes_too_much_stack_is_an_error) {
  std::string nested = "b";
  for (int i = 0; i < 200; ++i) nested = "(" + nested + "|x)";
  const auto pattern = LinePattern::from("^(?<file>(?:" + nested + ")*):");
  ASSERT_TRUE(pattern.ok()) << pattern.error().text();
  const auto match = pattern->match(std::string(4096, 'b'));
  ASSERT_FALSE(match.ok());
  EXPECT_NE(match.error().what.find("too much stack"), std::string::npos);
  EXPECT_TRUE(pattern->match("bb:")->has_value());
}

TEST(LinePattern, a_thread_with_a_small_stack_is_enough) {
  const auto pattern = LinePattern::from("^(?<file>((((((((b|x))))))))*):");
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 << 10);
  pthread_t thread;
  const auto match = [](void* given) -> void* {
    const auto& pattern = **static_cast<const Result<LinePattern>*>(given);
    EXPECT_TRUE(pattern.match(std::string(4000, 'b') + ":").ok());
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &small, match, const_cast<Result<LinePattern>*>(&pattern)), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&small);
}

}  // namespace
}  // namespace lintcache
