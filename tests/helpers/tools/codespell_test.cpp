// SPDX-License-Identifier: MIT
// codespell's output as it was recorded from versions 2.2.2 and 2.4.3, read into outcomes.
#include "tools/codespell.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_codespell = codespell_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "plain.py") {
  return k_codespell.read(ended(status, out, err), {file});
}

TEST(Codespell, a_correction_is_a_finding) {
  const Outcome outcome = read(65, "plain.py:5: teh ==> the\nplain.py: teh ==> the\n");
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {{"plain.py", 5, 1, Severity::warning, "teh ==> the", "codespell"},
                                         {"plain.py", 1, 1, Severity::warning, "teh ==> the", "codespell"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
}

TEST(Codespell, what_a_configuration_asks_for_besides_is_no_finding) {
  const std::string err =
      "WARNING: Decoding file using encoding=utf-8 failed: plain.py\nWARNING: Trying next encoding iso-8859-1\n1\n";
  const Outcome outcome =
      read(65, "Used config files:\n    1: setup.cfg\n> import teh\nplain.py:5: teh ==> the\n\n-------8<-------\nSUMMARY:\nteh 1\n", err);
  EXPECT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(read(0, "", err).verdict, Verdict::clean);
}

TEST(Codespell, all_else_is_a_failure) {
  EXPECT_EQ(read(64, "usage: codespell\n", "ERROR: cannot find ignore-words file: words\n").failure,
            "ERROR: cannot find ignore-words file: words (exit status 64)");
  EXPECT_EQ(read(78, "", "ERROR: ill-formed config file: no section\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "", "Traceback (most recent call last):\nValueError: x\n").failure, "ValueError: x (exit status 1)");
  EXPECT_EQ(read(65, "").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, "plain.py:5: teh ==> the\n").verdict, Verdict::tool_failure);
}

TEST(Codespell, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.files = {"a.py", "plain.py"};
  const auto outcomes = k_codespell.read_batch(ended(65, "plain.py:5: teh ==> the\n"), batch);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].verdict, Verdict::clean);
  EXPECT_EQ((*outcomes)[1].findings, read(65, "plain.py:5: teh ==> the\n").findings);
  EXPECT_FALSE(k_codespell.read_batch(ended(65, "plain.py:5: teh ==> the\n", "WARNING: x\n"), batch));
  EXPECT_FALSE(k_codespell.read_batch(ended(64, ""), batch));
}

}  // namespace
}  // namespace lintcache
