// SPDX-License-Identifier: MIT
// pylint's output as it was recorded from pylint 2.16.2, read into outcomes.
#include "tools/pylint.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_pylint = pylint_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "",
             const std::string& file = "plain.py") {
  return k_pylint.read(ended(status, out, err), {file});
}

const std::string k_messages =
    "plain.py:2:5: C0303: Trailing whitespace (trailing-whitespace)\n"
    "plain.py:1:0: W0611: Unused import os (unused-import)\n";

TEST(Pylint, nothing_said_is_clean) { EXPECT_EQ(read(0, "").verdict, Verdict::clean); }

TEST(Pylint, findings_with_columns_from_one) {
  const Outcome outcome = read(20, "************* Module plain\n" + k_messages);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"plain.py", 2, 6, Severity::warning, "Trailing whitespace", "trailing-whitespace"},
      {"plain.py", 1, 1, Severity::warning, "Unused import os", "unused-import"}};
  EXPECT_EQ(outcome.findings, expected);
}

TEST(Pylint, a_heading_may_come_again) {
  const Outcome outcome = read(20, "************* Module plain\n" + k_messages +
                                       "************* Module plain\nplain.py:3:0: E1101: No (x) member "
                                       "(no-member)\n************* Module other\n");
  ASSERT_EQ(outcome.findings.size(), 3u);
  EXPECT_EQ(outcome.findings[1].rule, "unused-import");
  EXPECT_EQ(outcome.findings[2].text, "No (x) member");
  EXPECT_EQ(outcome.findings[2].severity, Severity::error);
}

TEST(Pylint, a_message_may_span_lines) {
  const Outcome outcome = read(
      2, "************* Module plain\nplain.py:1:12: E0001: Parsing failed: 'a\nb (<unknown>, line 1)' "
         "(syntax-error)\n");
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].text, "Parsing failed: 'a\nb (<unknown>, line 1)'");
  EXPECT_EQ(outcome.findings[0].rule, "syntax-error");
}

TEST(Pylint, a_file_that_is_no_python_is_a_finding_about_it) {
  EXPECT_EQ(read(2, "************* Module plain\nplain.py:1:0: E0001: Parsing failed: 'invalid or missing "
                    "encoding declaration for '/t/plain.py'' (syntax-error)\n").verdict,
            Verdict::findings);
  for (const char* id : {"F0001", "F0010"}) {
    const Outcome outcome = read(1, std::string("************* Module plain.py\nplain.py:1:0: ") + id +
                                        ": No module named plain.py (fatal)\n");
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << id;
    EXPECT_EQ(outcome.findings.size(), 1u);
  }
}

// Recorded alike from 2.16.2 and 4.1.4, with an rcfile made for an older version.
const std::string k_options =
    "************* Module /t/.pylintrc\n"
    ".pylintrc:1:0: E0015: Unrecognized option found: no-space-check (unrecognized-option)\n"
    ".pylintrc:1:0: W0012: Unknown option value for '--disable', expected a valid pylint message and "
    "got 'bad-nonsense' (unknown-option-value)\n";

TEST(Pylint, options_of_another_version_are_about_no_file) {
  const std::vector<Finding> notices = {
      {".pylintrc", 1, 1, Severity::warning, "Unrecognized option found: no-space-check", "unrecognized-option"},
      {".pylintrc", 1, 1, Severity::warning,
       "Unknown option value for '--disable', expected a valid pylint message and got 'bad-nonsense'", "unknown-option-value"}};
  // It ends with 22 where there is no score, as for an empty file.
  for (const int status : {0, 22}) {
    const Outcome clean = read(status, k_options);
    EXPECT_EQ(clean.verdict, Verdict::clean);
    EXPECT_EQ(clean.notices, notices);
    EXPECT_EQ(clean.out, k_options);
  }
  for (const char* heading : {"************* Module plain\n", ""}) {
    const Outcome outcome = read(22, k_options + heading + k_messages);
    EXPECT_EQ(outcome.verdict, Verdict::findings);
    EXPECT_EQ(outcome.findings.size(), 2u);
    EXPECT_EQ(outcome.notices, notices);
  }
}

TEST(Pylint, a_notice_has_the_place_of_the_configuration) {
  const auto notices = [](const std::string& heading, const std::string& place) {
    return read(0, "************* Module " + heading + "\n" + place + ":1:0: R0022: Useless (x) (useless-option-value)\n").notices;
  };
  for (const auto& [heading, place] : std::vector<std::pair<std::string, std::string>>{
           {"/t/a b/py:1:0.toml", "a b/py:1:0.toml"}, {"/home/u/.pylintrc", "/home/u/.pylintrc"}}) {
    ASSERT_EQ(notices(heading, place).size(), 1u) << heading;
    EXPECT_EQ(notices(heading, place).front().path, place);
    EXPECT_EQ(notices(heading, place).front().text, "Useless (x)");
  }
  // Another file of the tree is none, though the message is of the same kind.
  EXPECT_TRUE(notices("other", "other.py").empty());
  EXPECT_TRUE(notices("/t/.pylintrc", "rc").empty());
}

TEST(Pylint, a_configuration_that_cannot_be_read_is_a_failure_whatever_else_is_said_of_it) {
  const Outcome outcome = read(0, k_options + ".pylintrc:1:0: F0011: error while parsing the configuration: File contains no "
                                              "section headers.\nfile: '/t/.pylintrc', line: 1\n (config-parse-error)\n");
  EXPECT_EQ(outcome.verdict, Verdict::tool_failure);
}

TEST(Pylint, what_is_not_about_the_file_is_a_failure) {
  const std::string traceback =
      "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nValueError: x\n";
  const std::tuple<int, std::string, std::string, std::string> cases[] = {
      {1, "", traceback, "ValueError: x (exit status 1)"},
      {32, "", "usage: pylint [options]\npylint: error: argument --jobs/-j: invalid int value: 'zz'\n",
       "pylint: error: argument --jobs/-j: invalid int value: 'zz' (exit status 32)"},
      {0,
       "************* Module /t/.pylintrc\n.pylintrc:1:0: F0011: error while parsing the configuration: "
       "File contains no section headers.\nfile: '/t/.pylintrc', line: 1\n'no section\\n' "
       "(config-parse-error)\n************* Module plain\n" + k_messages,
       "",
       ".pylintrc:1:0: F0011: error while parsing the configuration: File contains no section headers. "
       "(exit status 0)"},
      {0,
       "************* Module Command line or configuration file\nCommand line or configuration file:1:0: "
       "E0013: Plugin 'nope' is impossible to load, is it installed ? ('No module named 'nope'') "
       "(bad-plugin-value)\n",
       "",
       "Command line or configuration file:1:0: E0013: Plugin 'nope' is impossible to load, is it "
       "installed ? ('No module named 'nope'') (bad-plugin-value) (exit status 0)"},
      {0, "plain.py:1:0: E0013: Plugin 'nope' is impossible to load (bad-plugin-value)\n", "",
       "E0013: Plugin 'nope' is impossible to load (bad-plugin-value) (exit status 0)"},
      {1, "plain.py:1:0: F0002: plain.py: Fatal error while checking 'plain.py'. (astroid-error)\n", "",
       "F0002: plain.py: Fatal error while checking 'plain.py'. (astroid-error) (exit status 1)"},
      {1, "", "", "pylint failed without a finding (exit status 1)"},
      {4, "", "", "pylint failed without a finding (exit status 4)"},
      {0, "something that a plugin printed\n", "", "something that a plugin printed (exit status 0)"},
  };
  for (const auto& [status, out, err, failure] : cases) {
    const Outcome outcome = read(status, out, err);
    EXPECT_EQ(outcome.verdict, Verdict::tool_failure) << out << err;
    EXPECT_EQ(outcome.failure, failure);
    EXPECT_TRUE(outcome.findings.empty());
  }
}

// As `pylint Script/SConscript.py` does for SCons, whose `global` statement assigns to its package's names.
TEST(Pylint, a_message_about_another_file_is_not_the_files_own) {
  const std::string other =
      "************* Module other\nother.py:1:0: W0611: Unused import os (unused-import)\n";
  for (const std::string& out : {"************* Module plain\n" + k_messages + other,
                                 other + "************* Module plain\n" + k_messages}) {
    const Outcome outcome = read(20, out);
    EXPECT_EQ(outcome.verdict, Verdict::findings);
    EXPECT_EQ(outcome.findings.size(), 2u);
    EXPECT_EQ(outcome.out, out);
  }
  EXPECT_EQ(read(4, other).verdict, Verdict::clean);
}

// As pylint 2.16.2 printed about SCons/Script/SConscript.py: a module is headed once.
TEST(Pylint, messages_go_on_after_those_about_another_file) {
  const std::string own = "plain.py:1:0: W0611: Unused import os (unused-import)\n";
  const std::string other = "other.py:1:0: C0103: Attribute name \"A\" (invalid-name)\n";
  const Outcome outcome = read(20, "************* Module plain\n" + own + "************* Module other\n" + other +
                                       own + other + own);
  EXPECT_EQ(outcome.verdict, Verdict::findings) << outcome.failure;
  ASSERT_EQ(outcome.findings.size(), 3u);
  for (const Finding& finding : outcome.findings) EXPECT_EQ(finding.text, "Unused import os");
}

TEST(Pylint, a_signal_is_a_failure) {
  ProcessResult process;
  process.signal = 11;
  EXPECT_EQ(k_pylint.read(process, {"plain.py"}).verdict, Verdict::tool_failure);
}

TEST(Pylint, names_of_all_kinds) {
  // file, how pylint names it, how it names the module
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"new\nline.py", "new\nline.py", "new\nline"},
      {"d\ne/f.py", "d\ne/f.py", "d\ne.f"},
      {"d/new\nline.py", "d/new\nline.py", "new\nline"},
      {"d\ne/__init__.py", "d\ne/__init__.py", "d\ne"},
      {"-dash.py", "-dash.py", "-dash"},
      {"caf\xe9.py", "caf\xe9.py", "caf\xe9"},
      {"a:1:2: X.py", "a:1:2: X.py", "a:1:2: X"},
  };
  for (const auto& [file, path, module] : cases) {
    const std::string message = path + ":1:0: W0611: Unused import os (unused-import)\n";
    const Outcome outcome =
        read(4, "************* Module " + module + "\n" + message + message, "", file);
    ASSERT_EQ(outcome.verdict, Verdict::findings) << module << outcome.failure;
    ASSERT_EQ(outcome.findings.size(), 2u) << module;
    EXPECT_EQ(outcome.findings[1].path, file);
    EXPECT_EQ(outcome.findings[0].text, "Unused import os");
  }
}

TEST(Pylint, the_command_line_ends_with_the_file) {
  EXPECT_EQ(k_pylint.arguments({"-dash.py"}).back(), "./-dash.py");
  EXPECT_EQ(k_pylint.arguments({"a b.py"}).back(), "a b.py");
}

}  // namespace
}  // namespace lintcache
