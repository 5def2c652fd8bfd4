// SPDX-License-Identifier: MIT
// Output of `ruff check` as it was recorded from ruff 0.1.0, 0.8.0 and 0.17.6, read into outcomes.
#include "tools/ruff.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_ruff = ruff_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "e.py") {
  return k_ruff.read(ended(status, out, err), {file, {}, "/t"});
}

const std::string k_unused =
    R"({"cell":null,"code":"F401","end_location":{"column":11,"row":1},"filename":"/t/e.py","fix":{"applicability":"safe","edits":[{"content":"","end_location":{"column":1,"row":2},"location":{"column":1,"row":1}}],"message":"Remove unused import: `sys`"},"location":{"column":8,"row":3},"message":"`sys` imported but unused","noqa_row":1,"url":"https://docs.astral.sh/ruff/rules/unused-import"})"
    "\n";
const std::string k_undefined =
    R"({"cell":null,"code":"F821","end_location":{"column":4,"row":5},"filename":"/t/sub/e.py","fix":null,"location":{"column":1,"row":5},"message":"Undefined name `foo`","name":"undefined-name","noqa_row":5,"severity":"error","url":"https://docs.astral.sh/ruff/rules/undefined-name"})"
    "\n";

TEST(Ruff, nothing_said_is_clean_and_so_is_a_warning) {
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
  EXPECT_EQ(read(0, "", "warning: Invalid `# noqa` directive on e.py:2: expected a comma-separated list of codes\n").verdict,
            Verdict::clean);
  EXPECT_EQ(read(0, "", "warning: No Python files found under the given path(s)\n").verdict, Verdict::clean);
}

TEST(Ruff, findings_with_their_places) {
  const Outcome outcome = read(1, k_unused);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"e.py", 3, 8, Severity::warning, "`sys` imported but unused", "F401"}}));
  EXPECT_EQ(outcome.out, k_unused);
  EXPECT_EQ(read(1, k_undefined, "", "sub/e.py").findings[0].severity, Severity::error);
}

TEST(Ruff, a_syntax_error_is_a_finding_in_all_versions) {
  const std::string start = R"({"cell":null,"code":)";
  const std::string rest = R"(,"filename":"/t/e.py","fix":null,"location":{"column":7,"row":1},"message":"SyntaxError: bad","url":null})" "\n";
  for (const auto& [code, rule] : {std::pair{"\"E999\"", "E999"}, {"null", "invalid-syntax"}, {"\"invalid-syntax\"", "invalid-syntax"}}) {
    const Outcome outcome = read(1, start + code + rest, "error: Failed to parse e.py:1:7: Unexpected token ':'\n");
    EXPECT_EQ(outcome.verdict, Verdict::findings) << code;
    EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"e.py", 1, 7, Severity::error, "SyntaxError: bad", rule}}));
  }
}

TEST(Ruff, a_file_that_cannot_be_read_is_unusable) {
  const Outcome outcome = read(
      1, R"({"cell":null,"code":"E902","filename":"/t/e.py","location":{"column":1,"row":1},"message":"stream did not contain valid UTF-8"})" "\n");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  EXPECT_EQ(outcome.findings[0].rule, "E902");
}

TEST(Ruff, what_is_no_verdict_is_a_failure) {
  const std::tuple<int, std::string, std::string, std::string> cases[] = {
      {2, "", "ruff failed\n  Cause: Failed to parse /t/ruff.toml\n  Cause: TOML parse error at line 1, column 5\n",
       "  Cause: TOML parse error at line 1, column 5 (exit status 2)"},
      {2, "", "error: unexpected argument '--bogus' found\n\nFor more information, try '--help'.\n",
       "error: unexpected argument '--bogus' found (exit status 2)"},
      {0, "", "error: Panicked while linting e.py: This indicates a bug in Ruff.\n",
       "error: Panicked while linting e.py: This indicates a bug in Ruff. (exit status 0)"},
      {1, "", "", "ruff's exit status and findings do not agree (exit status 1)"},
      {0, k_unused, "", "ruff's exit status and findings do not agree (exit status 0)"},
      {1, "e.py:1:1: F401 unused\n", "", "ruff wrote what is not understood (exit status 1)"},
  };
  for (const auto& [status, out, err, failure] : cases) {
    const Outcome outcome = read(status, out, err);
    EXPECT_EQ(outcome.verdict, Verdict::tool_failure) << out << err;
    EXPECT_EQ(outcome.failure, failure);
  }
  EXPECT_EQ(read(1, k_undefined).verdict, Verdict::tool_failure) << "it is about another file";
}

// The same name at the end does not make the same file.
TEST(Ruff, a_batch_gives_what_each_file_alone_does) {
  const Subject subject{"", {"e.py", "sub/e.py", "x.py"}, "/t"};
  const auto outcomes = k_ruff.read_batch(ended(1, k_unused + k_undefined), subject);
  ASSERT_TRUE(outcomes);
  const Outcome alone[] = {read(1, k_unused), read(1, k_undefined, "", "sub/e.py"), read(0, "", "", "x.py")};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*outcomes)[i].verdict, alone[i].verdict);
    EXPECT_EQ((*outcomes)[i].findings, alone[i].findings);
    EXPECT_EQ((*outcomes)[i].out, alone[i].out);
    EXPECT_EQ((*outcomes)[i].exit_status, alone[i].exit_status);
  }
  EXPECT_FALSE(k_ruff.read_batch(ended(2, k_unused), subject));
  EXPECT_FALSE(k_ruff.read_batch(ended(1, k_unused), {"", {"x.py"}, "/t"}));
  EXPECT_FALSE(k_ruff.read_batch(ended(0, "", "error: Panicked while linting e.py\n"), subject));
}

TEST(Ruff, names_that_JSON_cannot_hold_are_told_alone) {
  const std::string line = R"({"code":"F401","filename":"/t/caf�.py","location":{"column":1,"row":1},"message":"unused"})" "\n";
  EXPECT_EQ(read(1, line, "", "caf\xe9.py").findings[0].path, "caf\xe9.py");
  EXPECT_FALSE(k_ruff.read_batch(ended(1, line), {"", {"caf\xe9.py", "b.py"}, "/t"}));
}

TEST(Ruff, its_program_is_the_first_word) {
  EXPECT_EQ(k_ruff.module, "");
  EXPECT_EQ(k_ruff.arguments({}).front(), "ruff");
  const auto words = k_ruff.arguments({"", {"a.py", "-b.py"}});
  EXPECT_EQ(words[1], "check");
  EXPECT_EQ(words.back(), "./-b.py");
}

}  // namespace
}  // namespace lintcache
