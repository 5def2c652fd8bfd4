// SPDX-License-Identifier: MIT
// pycodestyle's output as it was recorded from versions 2.10.0 and 2.15.0, read into outcomes.
#include "tools/pycodestyle.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

const Adapter k_pycodestyle = pycodestyle_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "plain.py") {
  return k_pycodestyle.read(ended(status, out, err), {file});
}

TEST(Pycodestyle, findings_in_their_order) {
  const std::string out = "plain.py:2:11: W291 trailing whitespace\nplain.py:3:1: E901 TokenError: EOF in multi-line statement\n";
  const Outcome outcome = read(1, out);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"plain.py", 2, 11, Severity::warning, "trailing whitespace", "W291"},
      {"plain.py", 3, 1, Severity::error, "TokenError: EOF in multi-line statement", "E901"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.out, out);
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
}

TEST(Pycodestyle, a_file_that_cannot_be_read_is_unusable) {
  const Outcome outcome =
      read(1, "plain.py:1:1: E902 FileNotFoundError: [Errno 2] No such file or directory: 'plain.py'\n");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  ASSERT_EQ(outcome.findings.size(), 1u);
}

TEST(Pycodestyle, what_a_configuration_asks_for_besides_is_no_finding) {
  const Outcome outcome = read(1,
                               "  unknown option 'max_lines' ignored\n"
                               "plain.py:2:11: W291 trailing whitespace\nimport sys \n          ^\n"
                               "1       W291 trailing whitespace\n",
                               "1\n");
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].text, "trailing whitespace");
}

TEST(Pycodestyle, what_it_does_not_come_through_is_a_failure) {
  const std::string traceback =
      "Traceback (most recent call last):\n  File \"/usr/bin/pycodestyle\", line 33, in <module>\n"
      "ValueError: invalid literal for int() with base 10: 'many'\n";
  EXPECT_EQ(read(1, "", traceback).failure, "ValueError: invalid literal for int() with base 10: 'many' (exit status 1)");
  EXPECT_EQ(read(2, "", "usage: pycodestyle\n").verdict, Verdict::tool_failure);
  // With `quiet`: names at most.
  EXPECT_EQ(read(1, "plain.py\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, "plain.py:2:11: W291 trailing whitespace\n").verdict, Verdict::tool_failure);
}

TEST(Pycodestyle, the_form_is_fixed_and_names_are_no_options) {
  EXPECT_EQ(k_pycodestyle.arguments({"-a.py"}), (std::vector<std::string>{"--format=default", "./-a.py"}));
  Subject batch;
  batch.files = {"a.py", "b.py"};
  EXPECT_EQ(k_pycodestyle.arguments(batch), (std::vector<std::string>{"--format=default", "a.py", "b.py"}));
}

TEST(Pycodestyle, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.files = {"a.py", "plain.py"};
  const auto outcomes = k_pycodestyle.read_batch(ended(1, "plain.py:2:11: W291 trailing whitespace\n"), batch);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].verdict, Verdict::clean);
  EXPECT_EQ((*outcomes)[1].findings, read(1, "plain.py:2:11: W291 trailing whitespace\n").findings);
  EXPECT_FALSE(k_pycodestyle.read_batch(ended(1, "plain.py:2:11: W291 trailing whitespace\nimport sys \n"), batch));
}

TEST(Pycodestyle, a_directory_named_as_all_files_begin_may_give_its_configuration) {
  const test::ScratchTree tree;
  tree.write("pkg/ab/setup.cfg", "");
  Subject batch;
  batch.source_dir = tree.path("");
  batch.files = {"pkg/ab1.py", "pkg/ab2.py"};
  EXPECT_FALSE(k_pycodestyle.read_batch(ended(0, ""), batch));
  batch.files = {"pkg/ac1.py", "pkg/ac2.py"};
  EXPECT_TRUE(k_pycodestyle.read_batch(ended(0, ""), batch));
  batch.files = {"pkg/a.py", "pkg/b.py"};
  EXPECT_TRUE(k_pycodestyle.read_batch(ended(0, ""), batch));
}

}  // namespace
}  // namespace lintcache
