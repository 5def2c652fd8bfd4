// SPDX-License-Identifier: MIT
// Lines that begin with a file's name, of one file and of several.
#include "tools/named_lines.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using Strings = std::vector<std::string>;

TEST(NamedLines, tell_what_follows_name_and_numbers) {
  const auto lines = named_lines("a.py:3:4: one\na.py:5: two\na.py: three\na.py-b\nother\n", {"a.py"});
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(std::tie(lines[0].line, lines[0].column, lines[0].text), std::make_tuple(3u, 4u, "one"));
  EXPECT_EQ(std::tie(lines[1].line, lines[1].column, lines[1].text), std::make_tuple(5u, 0u, "two"));
  EXPECT_EQ(std::tie(lines[2].line, lines[2].column, lines[2].text), std::make_tuple(0u, 0u, "three"));
  EXPECT_FALSE(lines[3].is_about_file);
  EXPECT_EQ(lines[4].text, "other");
}

TEST(NamedLines, a_name_may_hold_anything) {
  const auto lines = named_lines("new\nline.py:1: x\n1:2: y:3: z", {"new\nline.py", "1:2: y"});
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].line, 1u);
  EXPECT_EQ(lines[1].line, 3u);
  EXPECT_EQ(lines[1].text, "z");
}

TEST(OnStandardError, bytes_that_are_no_text_are_escaped) {
  EXPECT_EQ(on_standard_error("caf\xc3\xa9.py"), "caf\xc3\xa9.py");
  EXPECT_EQ(on_standard_error("caf\xe9\xff.py"), "caf\\udce9\\udcff.py");
  EXPECT_EQ(on_standard_error("\xe2\x82"), "\\udce2\\udc82");
}

Outcome all_said(ProcessResult process, const Subject& subject) {
  Outcome outcome;
  outcome.exit_status = process.exit_status;
  outcome.out = process.out;
  outcome.failure = subject.file + std::to_string(subject.files.size());
  outcome.nanoseconds = process.nanoseconds;
  return outcome;
}

std::optional<std::vector<Outcome>> each(const Strings& files, int status, const std::string& out, const std::string& err = "") {
  ProcessResult process;
  process.exit_status = status;
  process.out = out;
  process.err = err;
  process.nanoseconds = 30;
  Subject subject;
  subject.files = files;
  return read_each(process, subject, 65, all_said);
}

TEST(ReadEach, gives_each_file_its_lines_in_the_order_of_the_files) {
  const auto outcomes = each({"-b.py", "a.py", "c.py"}, 65, "a.py:1: x\n./-b.py:2: y\na.py:3: z\n");
  ASSERT_TRUE(outcomes);
  ASSERT_EQ(outcomes->size(), 3u);
  EXPECT_EQ((*outcomes)[0].out, "./-b.py:2: y\n");
  EXPECT_EQ((*outcomes)[1].out, "a.py:1: x\na.py:3: z\n");
  EXPECT_EQ((*outcomes)[2].out, "");
  EXPECT_EQ((*outcomes)[1].exit_status, 65);
  EXPECT_EQ((*outcomes)[2].exit_status, 0);
  EXPECT_EQ((*outcomes)[1].failure, "a.py0");
  EXPECT_EQ((*outcomes)[1].nanoseconds, 10);
}

TEST(ReadEach, says_nothing_where_anything_is_not_understood) {
  const Strings files = {"a.py", "b.py"};
  EXPECT_TRUE(each(files, 0, ""));
  EXPECT_FALSE(each(files, 65, ""));
  EXPECT_FALSE(each(files, 0, "a.py:1: x\n"));
  EXPECT_FALSE(each(files, 65, "a.py:1: x\n    source\n"));
  EXPECT_FALSE(each(files, 65, "a.py:1: x\nc.py:1: x\n"));
  EXPECT_FALSE(each(files, 65, "a.py:1: x"));
  EXPECT_FALSE(each(files, 65, "a.py:1: x\n", "a warning\n"));
  EXPECT_FALSE(each({"a.py", "new\nline.py"}, 65, "a.py:1: x\n"));
  EXPECT_FALSE(each({"a.py", "a.py:1: b"}, 65, "a.py:1: b:1: x\n"));
  EXPECT_FALSE(each({"-a.py", "./-a.py"}, 65, "./-a.py:1: x\n"));
}

}  // namespace
}  // namespace lintcache
