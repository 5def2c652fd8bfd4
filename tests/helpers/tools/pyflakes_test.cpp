// SPDX-License-Identifier: MIT
// pyflakes' output as it was recorded from versions 2.5.0 and 4.1.0, read into outcomes.
#include "tools/pyflakes.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_pyflakes = pyflakes_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "plain.py") {
  return k_pyflakes.read(ended(status, out, err), {file});
}

TEST(Pyflakes, findings_have_no_rule_of_their_own) {
  const Outcome outcome = read(1, "plain.py:1:1: 'os' imported but unused\nplain.py:5:5: undefined name 'x'\n");
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {{"plain.py", 1, 1, Severity::warning, "'os' imported but unused", "pyflakes"},
                                         {"plain.py", 5, 5, Severity::warning, "undefined name 'x'", "pyflakes"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
}

TEST(Pyflakes, syntax_errors_come_on_the_other_stream) {
  const Outcome outcome = read(1, "", "plain.py:1:5: '(' was never closed\nx = (\n    ^\n");
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {{"plain.py", 1, 5, Severity::error, "'(' was never closed", "syntax-error"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(read(1, "", "caf\\udce9.py:3: bad\n", "caf\xe9.py").findings[0].line, 3u);
}

TEST(Pyflakes, a_file_that_cannot_be_read_is_unusable) {
  const std::string crash =
      "Traceback (most recent call last):\n  File \"/usr/lib/python3/dist-packages/pyflakes/api.py\", line 72, in checkPath\n"
      "    return check(codestr, filename, reporter)\nSyntaxError: invalid or missing encoding declaration\n";
  for (const std::string err : {"plain.py: problem decoding source\n", "plain.py: No such file or directory\n", crash.c_str()}) {
    const Outcome outcome = read(1, "", err);
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << err;
    ASSERT_EQ(outcome.findings.size(), 1u);
    EXPECT_EQ(outcome.findings[0].rule, "not-checked");
  }
}

TEST(Pyflakes, warnings_of_python_are_no_findings) {
  const std::string warning = "plain.py:1: SyntaxWarning: invalid escape sequence '\\d'\n  x = '\\d'\n";
  EXPECT_EQ(read(0, "", warning).verdict, Verdict::clean);
  EXPECT_EQ(read(1, "plain.py:1:1: 'os' imported but unused\n", warning).findings.size(), 1u);
}

TEST(Pyflakes, all_else_is_a_failure) {
  const std::string crash = "Traceback (most recent call last):\n  File \"api.py\", line 72, in checkPath\n"
                            "RecursionError: maximum recursion depth exceeded\n";
  EXPECT_EQ(read(1, "", crash).failure, "RecursionError: maximum recursion depth exceeded (exit status 1)");
  EXPECT_EQ(read(1, "", "").failure, "pyflakes failed without a finding (exit status 1)");
  EXPECT_EQ(read(0, "plain.py:1:1: 'os' imported but unused\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(2, "", "usage: pyflakes\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "other.py:1:1: 'os' imported but unused\n").verdict, Verdict::tool_failure);
}

TEST(Pyflakes, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.files = {"a.py", "plain.py"};
  const std::string out = "plain.py:1:1: 'os' imported but unused\n";
  const auto outcomes = k_pyflakes.read_batch(ended(1, out), batch);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].verdict, Verdict::clean);
  EXPECT_EQ((*outcomes)[1].findings, read(1, out).findings);
  EXPECT_FALSE(k_pyflakes.read_batch(ended(1, out, "a.py:1:5: '(' was never closed\nx = (\n    ^\n"), batch));
}

}  // namespace
}  // namespace lintcache
