// SPDX-License-Identifier: MIT
// Messages told apart by the path that they begin with.
#include "tools/output.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lintcache {
namespace {

TEST(ReadMessages, line_column_and_text) {
  const Messages messages = read_messages("a.py:12:3: text: more\na.py:1:0:  spaces \n", {"a.py"});
  ASSERT_EQ(messages.about_file.size(), 2u);
  EXPECT_EQ(messages.about_file[0].line, 12u);
  EXPECT_EQ(messages.about_file[0].column, 3u);
  EXPECT_EQ(messages.about_file[0].text, "text: more");
  EXPECT_EQ(messages.about_file[1].text, "spaces");
}

TEST(ReadMessages, other_lines_stand_before_or_belong_to_a_message) {
  const Messages messages = read_messages("before\n\na.py:1:1: first\nsecond\na.py:2:1: x", {"a.py"});
  EXPECT_EQ(messages.other_lines, (std::vector<std::string>{"before", ""}));
  ASSERT_EQ(messages.about_file.size(), 2u);
  EXPECT_EQ(messages.about_file[0].text, "first\nsecond");
  EXPECT_EQ(messages.about_file[1].text, "x");
}

TEST(ReadMessages, what_only_looks_like_a_message_is_none) {
  for (const char* line : {"aa.py:1:1: x", "a.pyx:1:1: x", "a.py:1: x", "a.py:x:1: x", "a.py:1:1:x",
                           "a.py:99999999999:1: x", "a.py:-1:1: x", " a.py:1:1: x", "a.py", "a.py:1:"}) {
    const Messages messages = read_messages(line, {"a.py"});
    EXPECT_TRUE(messages.about_file.empty()) << line;
    EXPECT_EQ(messages.other_lines, std::vector<std::string>{line});
  }
}

TEST(ReadMessages, several_spellings_of_the_path) {
  EXPECT_EQ(read_messages("./-x.py:1:1: a\n-x.py:1:1: b\n", {"./-x.py", "-x.py"}).about_file.size(), 2u);
  EXPECT_EQ(read_messages("a\nb.py:1:1: a\n", {"a\nb.py"}).about_file.size(), 1u);
}

TEST(Failed, keeps_the_streams_and_says_how_it_ended) {
  ProcessResult process;
  process.exit_status = 3;
  process.out = "out";
  process.err = "err";
  const Outcome outcome = failed(std::move(process), "it fell");
  EXPECT_EQ(outcome.verdict, Verdict::tool_failure);
  EXPECT_EQ(outcome.failure, "it fell (exit status 3)");
  EXPECT_EQ(outcome.out + outcome.err, "outerr");
}

TEST(Failed, may_be_told_what_the_process_said) {
  ProcessResult process;
  process.signal = 11;
  process.err = "first\nlast\n";
  EXPECT_EQ(failed(std::move(process), last_line(process.err)).failure, "last (signal 11)");
}

}  // namespace
}  // namespace lintcache
