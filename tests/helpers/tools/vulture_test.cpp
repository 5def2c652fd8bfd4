// SPDX-License-Identifier: MIT
// vulture's output as it was recorded from versions 2.7 and 2.16, read into outcomes.
#include "tools/vulture.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

const Adapter k_vulture = vulture_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "",
             const std::vector<std::string>& files = {"pkg/a.py", "b.py"}) {
  ProcessResult process;
  process.exit_status = status;
  process.out = out;
  process.err = err;
  Subject subject;
  subject.files = files;
  subject.source_dir = "/tree";
  return k_vulture.read(process, subject);
}

const std::string k_unused = "pkg/a.py:1: unused import 'os' (90% confidence)\n";

TEST(Vulture, findings_in_any_file_whatever_the_version) {
  for (const int status : {1, 3}) {
    const Outcome outcome = read(status, k_unused + "b.py:3: unreachable code after 'return' (100% confidence, 2 lines)\n");
    EXPECT_EQ(outcome.verdict, Verdict::findings);
    const std::vector<Finding> expected = {
        {"pkg/a.py", 1, 1, Severity::warning, "unused import 'os' (90% confidence)", "unused-import"},
        {"b.py", 3, 1, Severity::warning, "unreachable code after 'return' (100% confidence, 2 lines)", "unreachable-code"}};
    EXPECT_EQ(outcome.findings, expected);
  }
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
}

TEST(Vulture, what_it_cannot_check_is_unusable_and_the_rest_stays) {
  const Outcome outcome = read(1, k_unused,
                               "b.py:2: invalid syntax at \"def f(:\"\n"
                               "pkg/a.py: invalid source code \"source code string cannot contain null bytes\"\n"
                               "Error: Could not read file /tree/b.py - invalid or missing encoding declaration for '/tree/b.py'\n"
                               "Try to change the encoding to UTF-8.\n");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  const std::vector<Finding> expected = {
      {"pkg/a.py", 1, 1, Severity::warning, "unused import 'os' (90% confidence)", "unused-import"},
      {"b.py", 2, 1, Severity::error, "invalid syntax at \"def f(:\"", "not-checked"},
      {"pkg/a.py", 1, 1, Severity::error, "invalid source code \"source code string cannot contain null bytes\"", "not-checked"},
      {"b.py", 1, 1, Severity::error, "could not read file", "not-checked"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.err.find("file /tree"), std::string::npos);
}

TEST(Vulture, names_of_all_kinds) {
  for (const std::string file : {"new\nline.py", "caf\xe9.py", "-dash.py", "a:1: b.py"}) {
    const Outcome outcome = read(3, file + ":6: unused class 'A' (60% confidence)\n", "", {"a", file});
    ASSERT_EQ(outcome.findings.size(), 1u) << file;
    EXPECT_EQ(outcome.findings[0].path, file);
    EXPECT_EQ(outcome.findings[0].line, 6u);
  }
  EXPECT_EQ(read(1, "", "caf\\udce9.py:2: bad\n", {"caf\xe9.py"}).findings[0].path, "caf\xe9.py");
}

TEST(Vulture, what_a_configuration_asks_for_besides_is_no_finding) {
  EXPECT_EQ(read(3, "Scanning: /tree/pkg/a.py\ndefine import \"os\"\n" + k_unused).findings.size(), 1u);
}

TEST(Vulture, all_else_is_a_failure) {
  EXPECT_EQ(read(1, "", "Error: /tree/b.py could not be found.\n").failure, "Error: b.py could not be found. (exit status 1)");
  EXPECT_EQ(read(1, "", "Unknown configuration key: paths_\n").failure, "Unknown configuration key: paths_ (exit status 1)");
  EXPECT_EQ(read(2, "", "usage: vulture\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "", "Traceback (most recent call last):\nRecursionError: x\n").failure, "RecursionError: x (exit status 1)");
  EXPECT_EQ(read(3, "").failure, "vulture failed without a finding (exit status 3)");
  EXPECT_EQ(read(3, "f  # unused function (pkg/a.py:3)\n").failure, "f  # unused function (pkg/a.py:3) (exit status 3)");
  EXPECT_EQ(read(0, k_unused).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(-1, "").verdict, Verdict::tool_failure);
}

TEST(Vulture, gets_all_files) {
  Subject subject;
  subject.files = {"-a.py", "b.py"};
  EXPECT_EQ(k_vulture.arguments(subject), (std::vector<std::string>{"./-a.py", "b.py"}));
}

TEST(Vulture, so_many_files_that_a_command_line_does_not_hold_them_are_told_tersely) {
  Subject subject;
  const std::string directory = std::string(100, 'd') + "/";
  for (int i = 10000; i < 30000; ++i) subject.files.push_back(directory + std::to_string(i));
  const auto words = k_vulture.arguments(subject);
  ASSERT_EQ(words.size(), 3u);
  EXPECT_EQ(words[0], "--tersely");
  EXPECT_TRUE(words[1].starts_with("0 106 " + directory + "10000105 1 1105 1 2")) << words[1].substr(0, 200);
  EXPECT_TRUE(words[2].starts_with("0 106 " + directory)) << "each word can be read by itself";
  EXPECT_LT(words[1].size(), 128u * 1024);
}

}  // namespace
}  // namespace lintcache
