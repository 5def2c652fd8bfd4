// SPDX-License-Identifier: MIT
// black's output as it was recorded from black 23.1.0 and 26.10.1, read into outcomes.
#include "tools/black.h"

#include <gtest/gtest.h>

#include "tools/python_source.h"

namespace lintcache {
namespace {

const Adapter k_black = black_adapter();

ProcessResult ended(int status, const std::string& err) {
  ProcessResult process;
  process.exit_status = status;
  process.err = err;
  return process;
}

Outcome read(int status, const std::string& err, const std::string& file = "a.py") {
  return k_black.read(ended(status, err), {file});
}

const std::string k_would = "would reformat a.py\n\nOh no! \U0001F4A5 \U0001F494 \U0001F4A5\n1 file would be reformatted.\n";
const std::string k_done = "All done! \u2728 \U0001F370 \u2728\n1 file would be left unchanged.\n";
const std::string k_nothing = "No Python files are present to be formatted. Nothing to do \U0001F634\n";
const std::string k_end = "\n\nOh no! \U0001F4A5 \U0001F494 \U0001F4A5\n1 file would fail to reformat.\n";

TEST(Black, what_is_well_formatted_and_what_is_excluded_is_clean) {
  for (const std::string& err : {k_done, k_nothing}) {
    const Outcome outcome = read(0, err);
    EXPECT_EQ(outcome.verdict, Verdict::clean);
    EXPECT_EQ(outcome.err, "");
  }
}

TEST(Black, what_would_be_reformatted_is_a_finding_of_the_file) {
  const Outcome outcome = read(1, k_would);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"a.py", 1, 1, Severity::warning, "would reformat", "would-reformat"}}));
  EXPECT_EQ(outcome.err, "would reformat a.py\n");
  EXPECT_EQ(outcome.exit_status, 1);
  const Outcome warned = read(1, "Warning: Python 3.11 cannot parse code formatted for Python 3.14.\n" + k_would);
  EXPECT_EQ(warned.err, "would reformat a.py\n");
}

TEST(Black, a_file_that_it_cannot_read_or_parse_is_unusable) {
  struct Case {
    std::string err;
    unsigned line, column;
    std::string text;
  };
  const Case cases[] = {
      {"error: cannot format a.py: Cannot parse: 3:6: def f(:", 3, 7, "Cannot parse: 3:6: def f(:"},
      {"error: cannot format a.py: Cannot parse: 2:0: EOF in multi-line statement", 2, 1, "Cannot parse: 2:0: EOF in multi-line statement"},
      {"error: cannot format a.py: Cannot parse for target version Python 3.13: 1:6: print \"x\"", 1, 7,
       "Cannot parse for target version Python 3.13: 1:6: print \"x\""},
      {"error: cannot parse: a.py:4:6\n    def f(:\n         ^\nParseError: bad input", 4, 7, "cannot parse: a.py:4:6"},
      {"error: cannot format a.py: unknown encoding: foo", 1, 1, "unknown encoding: foo"},
      {"error: cannot format a.py: invalid or missing encoding declaration", 1, 1, "invalid or missing encoding declaration"},
      {"error: cannot format a.py: 'utf-8' codec can't decode byte 0xff in position 15: invalid start byte", 1, 1,
       "'utf-8' codec can't decode byte 0xff in position 15: invalid start byte"},
      {"error: cannot format a.py: cannot use --safe with this file; failed to parse source file AST: too many nested parentheses "
       "(<unknown>, line 1)\nThis could be caused by running Black with an older Python version that does not support new syntax used "
       "in your source file.",
       1, 1,
       "cannot use --safe with this file; failed to parse source file AST: too many nested parentheses (<unknown>, line 1)"},
  };
  for (const Case& one : cases) {
    const Outcome outcome = read(123, one.err + k_end);
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << one.err;
    EXPECT_EQ(outcome.findings,
              (std::vector<Finding>{{"a.py", one.line, one.column, Severity::error, one.text, "cannot-format"}}));
    EXPECT_EQ(outcome.err, one.err + "\n");
  }
}

// Status 1 and 123 are also those of what says nothing about the file.
TEST(Black, what_is_no_verdict_is_a_failure) {
  const std::tuple<int, std::string, std::string> cases[] = {
      {1, "Error: Could not open file '/t/pyproject.toml': Error reading configuration file: Invalid value (at line 2, column 5)\n",
       "Error: Could not open file '/t/pyproject.toml': Error reading configuration file: Invalid value (at line 2, column 5) (exit "
       "status 1)"},
      {1, "Oh no! \U0001F4A5 The required version `1` does not match the running version `23.1.0`!\n",
       "Oh no! \U0001F4A5 The required version `1` does not match the running version `23.1.0`! (exit status 1)"},
      {1, "", "black did not come to an end (exit status 1)"},
      {1, "Traceback (most recent call last):\ntomllib.TOMLDecodeError: Invalid value (at line 2, column 5)\n",
       "tomllib.TOMLDecodeError: Invalid value (at line 2, column 5) (exit status 1)"},
      {2, "Usage: black [OPTIONS] SRC ...\nTry 'black -h' for help.\n\nError: No such option: --bogus\n",
       "Error: No such option: --bogus (exit status 2)"},
      {123, "error: cannot format a.py: INTERNAL ERROR: Black produced code that is not equivalent to the source." + k_end,
       "error: cannot format a.py: INTERNAL ERROR: Black produced code that is not equivalent to the source. (exit status 123)"},
      {123, "error: cannot format a.py: list index out of range" + k_end,
       "error: cannot format a.py: list index out of range (exit status 123)"},
      {-1, "", "black did not come to an end (signal 9)"},
  };
  for (const auto& [status, err, failure] : cases) {
    ProcessResult process = ended(status, err);
    if (status < 0) process.signal = 9;
    const Outcome outcome = k_black.read(process, {"a.py"});
    EXPECT_EQ(outcome.verdict, Verdict::tool_failure) << err;
    EXPECT_EQ(outcome.failure, failure);
    EXPECT_TRUE(outcome.findings.empty());
  }
}

TEST(Black, a_batch_gives_what_each_file_alone_does) {
  const auto mark = [](int status) { return '\0' + std::to_string(status) + '\0'; };
  const std::string broken = "error: cannot format c.py: unknown encoding: foo" + k_end;
  ProcessResult process = ended(0, k_would + mark(1) + k_done + mark(0) + broken + mark(123));
  process.out = mark(1) + mark(0) + mark(123);
  const Subject subject{"", {"a.py", "b.py", "c.py"}};
  const auto outcomes = k_black.read_batch(process, subject);
  ASSERT_TRUE(outcomes);
  const Outcome alone[] = {read(1, k_would), read(0, k_done, "b.py"), read(123, broken, "c.py")};
  ASSERT_EQ(outcomes->size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*outcomes)[i].verdict, alone[i].verdict);
    EXPECT_EQ((*outcomes)[i].findings, alone[i].findings);
    EXPECT_EQ((*outcomes)[i].out, alone[i].out);
    EXPECT_EQ((*outcomes)[i].err, alone[i].err);
    EXPECT_EQ((*outcomes)[i].exit_status, alone[i].exit_status);
  }
}

TEST(Black, its_command_line_has_all_files_and_its_start_no_cache) {
  EXPECT_EQ(k_black.arguments({"a.py"}), (std::vector<std::string>{"--check", "a.py"}));
  EXPECT_EQ(k_black.arguments({"", {"a.py", "-b.py"}}), (std::vector<std::string>{"--check", "a.py", "./-b.py"}));
  const Adapter black = black_adapter();
  EXPECT_TRUE(black.bootstrap.starts_with(k_start_source));
  EXPECT_NE(black.bootstrap.find("BLACK_CACHE_DIR"), std::string::npos);
}

}  // namespace
}  // namespace lintcache
