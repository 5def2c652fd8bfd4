// SPDX-License-Identifier: MIT
// flake8's output as it was recorded from flake8 5.0.4, read into outcomes.
#include "tools/flake8.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_flake8 = flake8_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "",
             const std::string& file = "plain.py") {
  return k_flake8.read(ended(status, out, err), {file});
}

const std::string k_traceback =
    "Traceback (most recent call last):\n  File \"/usr/bin/flake8\", line 33, in <module>\n"
    "ValueError: invalid literal for int() with base 10: 'many'\n";

TEST(Flake8, nothing_said_is_clean) {
  const Outcome outcome = read(0, "");
  EXPECT_EQ(outcome.verdict, Verdict::clean);
  EXPECT_TRUE(outcome.findings.empty());
}

TEST(Flake8, findings_in_their_order) {
  const std::string out =
      "plain.py:1:1: F401 'os' imported but unused\nplain.py:2:6: W291 trailing whitespace\n";
  const Outcome outcome = read(1, out);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"plain.py", 1, 1, Severity::warning, "'os' imported but unused", "F401"},
      {"plain.py", 2, 6, Severity::warning, "trailing whitespace", "W291"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.out, out);
  EXPECT_EQ(outcome.exit_status, 1);
}

TEST(Flake8, a_syntax_error_is_a_finding) {
  const Outcome outcome = read(1, "plain.py:1:13: E999 SyntaxError: invalid syntax\n");
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].severity, Severity::error);
  EXPECT_EQ(outcome.findings[0].text, "SyntaxError: invalid syntax");
}

TEST(Flake8, a_file_that_cannot_be_read_is_unusable_and_points_to_its_first_line) {
  const Outcome outcome = read(
      1, "plain.py:0:1: E902 FileNotFoundError: [Errno 2] No such file or directory: 'plain.py'\n");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].line, 1u);
  EXPECT_EQ(outcome.findings[0].severity, Severity::error);
}

TEST(Flake8, statistics_and_counts_that_a_configuration_asks_for_are_no_findings) {
  const Outcome outcome = read(1,
                               "plain.py:1:1: F401 'os' imported but unused\n"
                               "plain.py:2:6: W291 trailing whitespace\n"
                               "1     F401 'os' imported but unused\n1     W291 trailing whitespace\n2\n");
  ASSERT_EQ(outcome.findings.size(), 2u);
  EXPECT_EQ(outcome.findings[1].text, "trailing whitespace");
  EXPECT_EQ(read(0, "0\n").verdict, Verdict::clean);
}

TEST(Flake8, what_it_does_not_come_through_is_a_failure) {
  const std::string critical =
      "There was a critical error during execution of Flake8:\n"
      "plugin code for `crashing[XYZ]` raised an unexpected exception\n";
  const std::tuple<int, std::string, std::string, std::string> cases[] = {
      {1, "", k_traceback, "ValueError: invalid literal for int() with base 10: 'many' (exit status 1)"},
      {0, "", k_traceback, "ValueError: invalid literal for int() with base 10: 'many' (exit status 0)"},
      {1, critical, "", "plugin code for `crashing[XYZ]` raised an unexpected exception (exit status 1)"},
      {1, "plain.py:1:1: F401 'os' imported but unused\n" + critical, "",
       "plugin code for `crashing[XYZ]` raised an unexpected exception (exit status 1)"},
      {1, "", "", "flake8 failed without a finding (exit status 1)"},
      {1, "plain.py\n", "", "flake8 failed without a finding: plain.py (exit status 1)"},
      {1,
       "plain.py: \"local[XXX]\" failed during execution due to ValueError('boom')\n"
       "Run flake8 with greater verbosity to see more details\n",
       "",
       "flake8 failed without a finding: plain.py: \"local[XXX]\" failed during execution due to "
       "ValueError('boom') (exit status 1)"},
      {1, "other.py:1:1: F401 'os' imported but unused\n", "",
       "flake8 failed without a finding: other.py:1:1: F401 'os' imported but unused (exit status 1)"},
      {2, "", "usage: flake8 [options]\n", "flake8 did not come to an end (exit status 2)"},
  };
  for (const auto& [status, out, err, failure] : cases) {
    const Outcome outcome = read(status, out, err);
    EXPECT_EQ(outcome.verdict, Verdict::tool_failure) << out << err;
    EXPECT_EQ(outcome.failure, failure);
    EXPECT_TRUE(outcome.findings.empty());
  }
}

TEST(Flake8, a_signal_is_a_failure) {
  ProcessResult process;
  process.signal = 9;
  const Outcome outcome = k_flake8.read(process, {"plain.py"});
  EXPECT_EQ(outcome.verdict, Verdict::tool_failure);
  EXPECT_EQ(outcome.failure, "flake8 did not come to an end (signal 9)");
}

TEST(Flake8, names_of_all_kinds) {
  const std::pair<std::string, std::string> cases[] = {
      {"new\nline.py", "new\nline.py"}, {"-dash.py", "./-dash.py"},
      {"a:1:2: E1 b.py", "a:1:2: E1 b.py"}, {"caf\xe9.py", "caf\\xe9.py"}, {"-\xff\n", "./-\\xff\\n"},
  };
  for (const auto& [file, printed] : cases) {
    const Outcome outcome = read(1, printed + ":1:1: F401 'os' imported but unused\n", "", file);
    ASSERT_EQ(outcome.findings.size(), 1u) << printed;
    EXPECT_EQ(outcome.findings[0].path, file);
    EXPECT_EQ(outcome.findings[0].rule, "F401");
  }
}

TEST(Flake8, the_command_line_fixes_the_form_and_ends_with_the_file) {
  const auto arguments = k_flake8.arguments({"-dash.py"});
  EXPECT_EQ(arguments.front(), "--format=default");
  EXPECT_EQ(arguments.back(), "./-dash.py");
  // flake8 5 falls over a name that is not UTF-8 when it prints it, so the form holds the name.
  EXPECT_EQ(k_flake8.arguments({"50%\xff.py"}).front(),
            "--format=50%%\\xff.py:%(row)d:%(col)d: %(code)s %(text)s");
  EXPECT_EQ(k_flake8.arguments({"50%\xff.py"}).back(), "50%\xff.py");
}

std::optional<std::vector<Outcome>> read_batch(int status, const std::string& out,
                                               const std::vector<std::string>& files = {"a.py", "-b.py", "c d.py"},
                                               const std::string& err = "") {
  return k_flake8.read_batch(ended(status, out, err), {"", files});
}

TEST(Flake8Batch, its_process_is_given_all_files) {
  const auto words = k_flake8.arguments({"", {"a.py", "-b.py"}});
  ASSERT_GT(words.size(), 2u);
  EXPECT_EQ(words[words.size() - 2], "a.py");
  EXPECT_EQ(words.back(), "./-b.py");
  EXPECT_EQ(words[0], "--format=default");
}

TEST(Flake8Batch, each_file_has_what_it_has_alone) {
  const std::string a = "a.py:1:1: F401 'os' imported but unused\na.py:3:80: E501 line too long\n";
  const std::string b = "./-b.py:0:1: E902 FileNotFoundError: no such file\n";
  const auto outcomes = read_batch(1, b + a);
  ASSERT_TRUE(outcomes);
  ASSERT_EQ(outcomes->size(), 3u);
  const Outcome alone[] = {read(1, a, "", "a.py"), read(1, b, "", "-b.py"), read(0, "", "", "c d.py")};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*outcomes)[i].verdict, alone[i].verdict);
    EXPECT_EQ((*outcomes)[i].findings, alone[i].findings);
    EXPECT_EQ((*outcomes)[i].out, alone[i].out);
    EXPECT_EQ((*outcomes)[i].exit_status, alone[i].exit_status);
  }
}

TEST(Flake8Batch, nothing_said_is_clean_for_all) {
  const auto outcomes = read_batch(0, "");
  ASSERT_TRUE(outcomes);
  for (const Outcome& outcome : *outcomes) EXPECT_EQ(outcome.verdict, Verdict::clean);
}

TEST(Flake8Batch, what_is_not_understood_to_the_last_byte_is_nothing) {
  const std::string line = "a.py:1:1: F401 'os' imported but unused\n";
  EXPECT_FALSE(read_batch(1, line + "1\n"));
  EXPECT_FALSE(read_batch(1, "other.py:1:1: F401 unused\n"));
  EXPECT_FALSE(read_batch(1, "a.py:1: F401 unused\n"));
  EXPECT_FALSE(read_batch(1, line + "a.py:2:1: F401 cut"));
  EXPECT_FALSE(read_batch(1, ""));
  EXPECT_FALSE(read_batch(0, line));
  EXPECT_FALSE(read_batch(2, line));
  EXPECT_FALSE(read_batch(1, line, {"a.py"}, "a warning\n"));
  EXPECT_FALSE(read_batch(1, "There was a critical error during execution of Flake8:\nplugin\n"));
  EXPECT_FALSE(read_batch(0, "", {"a.py", "nam\xe9.py"}));
  // Whose line is it?
  EXPECT_FALSE(read_batch(1, "a.py:1:1: b.py:1:1: F401 unused\n", {"a.py", "a.py:1:1: b.py"}));
}

}  // namespace
}  // namespace lintcache
