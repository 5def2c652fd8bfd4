// SPDX-License-Identifier: MIT
// Output of `ruff format --check` as it was recorded from ruff 0.1.0, 0.8.0 and 0.17.6, read into outcomes.
#include <gtest/gtest.h>

#include "helpers/tools/ended.h"
#include "tools/ruff.h"

namespace lintcache {
namespace {

const Adapter k_format = ruff_format_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "a.py") {
  return k_format.read(ended(status, out, err), {file, {}, "/t"});
}

const std::string k_line =
    R"({"cell":null,"code":"unformatted","end_location":{"column":3,"row":1},"filename":"/t/a.py","fix":{"applicability":"safe","edits":[{"content":" = ","end_location":{"column":3,"row":1},"location":{"column":2,"row":1}}],"message":null},"location":{"column":2,"row":1},"message":"File would be reformatted","name":"unformatted","noqa_row":null,"severity":"error","url":null})"
    "\n";
const std::string k_syntax =
    R"({"cell":null,"code":"invalid-syntax","end_location":{"column":8,"row":1},"filename":"/t/c.py","fix":null,"location":{"column":7,"row":1},"message":"Expected a parameter","name":"invalid-syntax","noqa_row":null,"severity":"error","url":null})"
    "\n";
const std::string k_unread =
    R"({"cell":null,"code":"io","end_location":null,"filename":"/t/d.py","fix":null,"location":null,"message":"stream did not contain valid UTF-8","name":"io","noqa_row":null,"severity":"error","url":null})"
    "\n";
const std::vector<Finding> k_unformatted = {{"a.py", 1, 1, Severity::warning, "File would be reformatted", "unformatted"}};
const std::string k_unstable = "warning: `ruff format` is not yet stable, and subject to change in future versions.\n";

TEST(RuffFormat, formatted_and_excluded_files_are_clean) {
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
  EXPECT_EQ(read(0, "1 file left unchanged\n", k_unstable).verdict, Verdict::clean);
  EXPECT_EQ(read(0, "1 file already formatted\n").verdict, Verdict::clean);
  EXPECT_EQ(read(0, "", "warning: No Python files found under the given path(s)\n").verdict, Verdict::clean);
}

TEST(RuffFormat, what_would_be_reformatted_is_a_finding_of_the_file) {
  const Outcome old = read(1, "Would reformat: a.py\n1 file would be reformatted\n", k_unstable);
  EXPECT_EQ(old.verdict, Verdict::findings);
  EXPECT_EQ(old.findings, k_unformatted);
  EXPECT_EQ(old.out, "Would reformat: a.py\n");
  const Outcome newer = read(1, k_line);
  EXPECT_EQ(newer.findings, k_unformatted);
  EXPECT_EQ(newer.out, k_line);
}

TEST(RuffFormat, a_file_that_it_cannot_read_or_parse_is_unusable) {
  const std::tuple<ProcessResult, std::string, Finding> cases[] = {
      {ended(2, "", k_unstable + "error: Failed to format c.py: source contains syntax errors: LexicalError { error: Eof, location: 8 }\n"),
       "c.py",
       {"c.py", 1, 1, Severity::error, "source contains syntax errors: LexicalError { error: Eof, location: 8 }", "invalid-syntax"}},
      {ended(2, "", "error: Failed to parse c.py:1:7: Unexpected token ':'\n"),
       "c.py",
       {"c.py", 1, 7, Severity::error, "Unexpected token ':'", "invalid-syntax"}},
      {ended(2, "", "error: Failed to read d.py: stream did not contain valid UTF-8\n"),
       "d.py",
       {"d.py", 1, 1, Severity::error, "stream did not contain valid UTF-8", "invalid-syntax"}},
      {ended(2, k_syntax), "c.py", {"c.py", 1, 7, Severity::error, "Expected a parameter", "invalid-syntax"}},
      {ended(2, k_unread), "d.py", {"d.py", 1, 1, Severity::error, "stream did not contain valid UTF-8", "io"}},
  };
  for (const auto& [process, file, finding] : cases) {
    const Outcome outcome = k_format.read(process, {file, {}, "/t"});
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << process.out << process.err;
    EXPECT_EQ(outcome.findings, std::vector<Finding>{finding});
    EXPECT_EQ(outcome.exit_status, 2);
  }
}

TEST(RuffFormat, what_is_no_verdict_is_a_failure) {
  const std::tuple<int, std::string, std::string> cases[] = {
      {2, "", "ruff failed\n  Cause: Failed to parse /t/ruff.toml\n  Cause: TOML parse error at line 1, column 5\n"},
      {2, "", "error: Failed to format a.py: Formatting introduced a syntax error: oops\n"},
      {2, "", "error: unexpected argument '--bogus' found\n"},
      {1, "", ""},
      {0, "Would reformat: a.py\n", ""},
      {1, "Would reformat: b.py\n", ""},
      {1, k_line + "{}\n", ""},
      {2, "", ""},
  };
  for (const auto& [status, out, err] : cases)
    EXPECT_EQ(read(status, out, err).verdict, Verdict::tool_failure) << status << out << err;
  EXPECT_EQ(read(1, "", "thread 'main' panicked at 'oops'\n").failure, "thread 'main' panicked at 'oops' (exit status 1)");
}

// One file with a syntax error makes the status of all 2.
TEST(RuffFormat, a_batch_gives_what_each_file_alone_does) {
  const Subject subject{"", {"a.py", "b.py", "c.py", "d.py"}, "/t"};
  const std::string parse = "error: Failed to parse c.py:1:7: Unexpected token ':'\n";
  const std::string unread = "error: Failed to read d.py: stream did not contain valid UTF-8\n";
  const std::pair<ProcessResult, std::vector<Outcome>> cases[] = {
      {ended(2, "Would reformat: a.py\n1 file would be reformatted, 1 file already formatted\n", unread + parse),
       {read(1, "Would reformat: a.py\n1 file would be reformatted\n"), read(0, "", "", "b.py"), read(2, "", parse, "c.py"),
        read(2, "", unread, "d.py")}},
      {ended(2, k_line + k_syntax + k_unread),
       {read(1, k_line), read(0, "", "", "b.py"), read(2, k_syntax, "", "c.py"), read(2, k_unread, "", "d.py")}},
  };
  for (const auto& [process, alone] : cases) {
    const auto outcomes = k_format.read_batch(process, subject);
    ASSERT_TRUE(outcomes);
    for (size_t i = 0; i < alone.size(); ++i) {
      EXPECT_NE(alone[i].verdict, Verdict::tool_failure);
      EXPECT_EQ((*outcomes)[i].verdict, alone[i].verdict);
      EXPECT_EQ((*outcomes)[i].findings, alone[i].findings);
      EXPECT_EQ((*outcomes)[i].out, alone[i].out);
      EXPECT_EQ((*outcomes)[i].err, alone[i].err);
      EXPECT_EQ((*outcomes)[i].exit_status, alone[i].exit_status);
    }
  }
  EXPECT_FALSE(k_format.read_batch(ended(2, k_line), subject)) << "nobody says why it is 2";
  EXPECT_FALSE(k_format.read_batch(ended(1, k_line), {"", {"a.py", "new\nline.py"}, "/t"}));
}

TEST(RuffFormat, its_form_and_cache_are_said_by_variables_that_old_versions_ignore) {
  const auto& variables = k_format.own_environment;
  for (const char* variable : {"RUFF_OUTPUT_FORMAT=json-lines", "RUFF_NO_CACHE=true"})
    EXPECT_NE(std::find(variables.begin(), variables.end(), variable), variables.end());
  EXPECT_EQ(k_format.arguments({"a.py"}), (std::vector<std::string>{"ruff", "format", "--check", "--force-exclude", "a.py"}));
}

}  // namespace
}  // namespace lintcache
