// SPDX-License-Identifier: MIT
// What pylint says about several files, as it was recorded from pylint 2.16.2 and 4.1.4, read into outcomes.
#include "tools/pylint_tree.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_tool = pylint_tree_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "") {
  return k_tool.read(ended(status, out, err), {"", {"a.py", "b.py"}});
}

const std::string k_both =
    "************* Module b\n"
    "b.py:1:0: R0801: Similar lines in 2 files\n"
    "==a:[6:12]\n"
    "==pkg.b:[6:12]\n"
    "    first = one + two\n"
    "    return [first, second, third, fourth, fifth] (duplicate-code)\n"
    "b.py:1:0: R0401: Cyclic import (a -> b) (cyclic-import)\n";

TEST(PylintTree, nothing_said_is_clean) { EXPECT_EQ(read(0, "").verdict, Verdict::clean); }

TEST(PylintTree, options_of_another_version_break_nothing) {
  const std::string options =
      "************* Module /t/.pylintrc\n"
      ".pylintrc:1:0: E0015: Unrecognized option found: no-space-check (unrecognized-option)\n";
  EXPECT_EQ(read(0, options).verdict, Verdict::clean);
  const Outcome outcome = read(10, options + k_both);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  EXPECT_EQ(outcome.findings.size(), 2u);
  ASSERT_EQ(outcome.notices.size(), 1u);
  EXPECT_EQ(outcome.notices[0].rule, "unrecognized-option");
}

TEST(PylintTree, what_a_comment_names_wrongly_is_said_of_its_file_alone) {
  const std::string comment =
      "************* Module c\nc.py:2:0: W0012: Unknown option value for 'disable', expected a valid pylint message and got 'x' (unknown-option-value)\n";
  EXPECT_EQ(read(4, comment).verdict, Verdict::clean);
  EXPECT_EQ(read(12, comment + k_both).findings, read(8, k_both).findings);
}

TEST(PylintTree, names_the_places_of_what_is_alike_and_the_circle) {
  const Outcome outcome = read(8, k_both);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"b.py", 1, 1, Severity::warning, "Similar lines in 2 files: a:[6:12], pkg.b:[6:12]", "duplicate-code"},
      {"b.py", 1, 1, Severity::warning, "Cyclic import (a -> b)", "cyclic-import"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.out, k_both);
}

TEST(PylintTree, a_file_that_looks_like_an_option_is_found_in_the_tree) {
  EXPECT_EQ(read(8, "./-b.py:1:0: R0401: Cyclic import (a -> b) (cyclic-import)\n").findings.at(0).path, "-b.py");
}

TEST(PylintTree, whatever_else_it_says_is_a_failure) {
  EXPECT_EQ(read(32, "", "usage: pylint [options]\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "", "Traceback (most recent call last):\nValueError: x\n").failure, "ValueError: x (exit status 1)");
  EXPECT_EQ(read(0, "broken.rc:1:0: F0011: error while parsing the configuration (config-parse-error)\n").verdict,
            Verdict::tool_failure);
  EXPECT_EQ(read(8, "Some plugin talks\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(-1, "").verdict, Verdict::tool_failure);
}

TEST(PylintTree, is_a_tool_of_its_own_on_the_whole_tree) {
  EXPECT_EQ(k_tool.unit, Unit::tree);
  EXPECT_FALSE(k_tool.by_default);
  const auto words = k_tool.arguments({"", {"-a.py", "b.py"}});
  EXPECT_EQ((std::vector<std::string>(words.end() - 2, words.end())), (std::vector<std::string>{"./-a.py", "b.py"}));
}

}  // namespace
}  // namespace lintcache
