// SPDX-License-Identifier: MIT
// isort's output as it was recorded from isort 5.6.4 and 9.0.2, read into outcomes.
#include "tools/isort.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

const Adapter k_isort = isort_adapter();

ProcessResult ended(int status, const std::string& err, const std::string& out = "") {
  ProcessResult process;
  process.exit_status = status;
  process.out = out;
  process.err = err;
  return process;
}

const std::string k_error = "ERROR: /t/e.py Imports are incorrectly sorted and/or formatted.\n";
const std::string k_undecodable =
    "/lib/isort/main.py:106: UserWarning: Unable to parse file e.py due to 'utf-8' codec can't decode byte 0xff in position 15: "
    "invalid start byte\n  warn(f\"Unable to parse file {file_name} due to {error}\")\n";

TEST(Isort, silence_and_what_is_skipped_are_clean) {
  for (const char* out : {"", "Skipped 1 files\n"}) {
    const Outcome outcome = k_isort.read(ended(0, "", out), {"e.py"});
    EXPECT_EQ(outcome.verdict, Verdict::clean);
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(Isort, a_deprecated_setting_is_no_finding) {
  const std::string warning = "sys:1: UserWarning: W0503: Deprecated config options were used: not_skip.\n";
  EXPECT_EQ(k_isort.read(ended(0, warning), {"e.py"}).verdict, Verdict::clean);
  EXPECT_EQ(k_isort.read(ended(1, warning + k_error), {"e.py"}).findings.size(), 1u);
}

TEST(Isort, unsorted_imports_are_a_finding_of_the_file) {
  for (const char* error : {"ERROR: /t/e.py ", "\x1b[31mERROR\x1b[0m: /t/e.py ", "bad! /t/e.py "}) {
    const Outcome outcome =
        k_isort.read(ended(1, std::string(error) + "Imports are incorrectly sorted and/or formatted.\n"), {"e.py"});
    EXPECT_EQ(outcome.verdict, Verdict::findings);
    EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"e.py", 1, 1, Severity::warning,
                                                       "Imports are incorrectly sorted and/or formatted.", "unsorted-imports"}}));
    EXPECT_EQ(outcome.err, "ERROR: e.py Imports are incorrectly sorted and/or formatted.\n");
  }
}

// Undecodable files end with status 0 or 1, by where the first bad byte stands.
TEST(Isort, what_it_cannot_read_is_unusable) {
  const std::pair<ProcessResult, std::string> cases[] = {
      {ended(1, "ERROR: No valid encodings.\n"), "No valid encodings."},
      {ended(0, k_undecodable),
       "Unable to parse file e.py due to 'utf-8' codec can't decode byte 0xff in position 15: invalid start byte"},
      {ended(0, "sys:1: UserWarning: Unable to parse file e.py due to [Errno 13] Permission denied: 'e.py'\n"),
       "Unable to parse file e.py due to [Errno 13] Permission denied: 'e.py'"},
      {ended(1, "ERROR: isort was told to sort imports within code that contains syntax errors: /t/e.py.\n"),
       "isort was told to sort imports within code that contains syntax errors: /t/e.py."},
      {ended(1, "ERROR: Unrecoverable exception thrown when parsing e.py! This should NEVER happen.\nTraceback (most recent call "
                "last):\nisort.exceptions.ExistingSyntaxErrors: isort was told to sort imports within code that contains syntax "
                "errors: /t/e.py.\n"),
       "isort was told to sort imports within code that contains syntax errors: /t/e.py."},
  };
  for (const auto& [process, text] : cases) {
    const Outcome outcome = k_isort.read(process, {"e.py"});
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << process.err;
    EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"e.py", 1, 1, Severity::error, text, "unusable-file"}}));
  }
}

const std::string k_broken_config = "sys:1: UserWarning: Failed to pull configuration information from /t/.isort.cfg\n";

TEST(Isort, what_is_no_verdict_is_a_failure) {
  const std::tuple<int, std::string, std::string> cases[] = {
      // It goes on without its configuration.
      {0, k_broken_config, "Failed to pull configuration information from /t/.isort.cfg (exit status 0)"},
      {1, k_broken_config + k_error, "Failed to pull configuration information from /t/.isort.cfg (exit status 1)"},
      {1, "Traceback (most recent call last):\nisort.exceptions.ProfileDoesNotExist: Specified profile of nope does not exist.\n",
       "isort.exceptions.ProfileDoesNotExist: Specified profile of nope does not exist. (exit status 1)"},
      {1, "", "isort did not come to an end (exit status 1)"},
      {2, "usage: isort\nisort: error: unrecognized arguments: --bogus\n",
       "isort: error: unrecognized arguments: --bogus (exit status 2)"},
  };
  for (const auto& [status, err, failure] : cases) {
    const Outcome outcome = k_isort.read(ended(status, err), {"e.py"});
    EXPECT_EQ(outcome.verdict, Verdict::tool_failure) << err;
    EXPECT_EQ(outcome.failure, failure);
  }
}

TEST(Isort, a_batch_is_read_only_where_its_configuration_was) {
  const auto marks = [](const std::string& first) { return first + std::string("\0001\0\0000\0", 6); };
  const Subject subject{"", {"e.py", "f.py"}};
  const auto outcomes = k_isort.read_batch(ended(0, marks(k_error), marks("")), subject);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].findings.size(), 1u);
  EXPECT_EQ((*outcomes)[1].verdict, Verdict::clean);
  EXPECT_FALSE(k_isort.read_batch(ended(0, marks(k_broken_config + k_error), marks("")), subject));
}

TEST(Isort, skips_hold_for_files_that_are_named) {
  EXPECT_EQ(k_isort.arguments({"", {"a.py", "-b.py"}}),
            (std::vector<std::string>{"--check-only", "--filter-files", "a.py", "./-b.py"}));
}

}  // namespace
}  // namespace lintcache
