// SPDX-License-Identifier: MIT
// pydocstyle's output as it was recorded from versions 6.2.3 and 6.3.0, read into outcomes.
#include "tools/pydocstyle.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_pydocstyle = pydocstyle_adapter();

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "plain.py") {
  return k_pydocstyle.read(ended(status, out, err), {file});
}

const std::string k_two =
    "plain.py:1 at module level:\n        D100: Missing docstring in public module\n"
    "plain.py:3 in public function `f`:\n        D103: Missing docstring in public function\n";

TEST(Pydocstyle, two_lines_are_a_finding) {
  const Outcome outcome = read(1, k_two);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"plain.py", 1, 1, Severity::warning, "Missing docstring in public module", "D100"},
      {"plain.py", 3, 1, Severity::warning, "Missing docstring in public function", "D103"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.out, k_two);
  EXPECT_EQ(read(0, "").verdict, Verdict::clean);
  EXPECT_EQ(read(0, "", "WARNING: Unknown option 'color' ignored\n").verdict, Verdict::clean);
}

std::string crash(const std::string& where, const std::string& last) {
  return "Traceback (most recent call last):\n  File \"/usr/bin/pydocstyle\", line 8, in <module>\n    sys.exit(main())\n"
         "  File \"/usr/lib/python3/dist-packages/pydocstyle/" + where + "\n    with tk.open(filename) as file:\n" + last + "\n";
}

TEST(Pydocstyle, a_file_that_it_cannot_parse_is_unusable) {
  const std::pair<std::string, std::string> cases[] = {
      {"WARNING: Error in file plain.py: Cannot parse file.\n", "Cannot parse file."},
      {"WARNING: Unknown option 'color' ignored\nWARNING: Error in file plain.py: Cannot parse file.\n", "Cannot parse file."},
      {crash("checker.py\", line 1153, in check", "SyntaxError: invalid or missing encoding declaration for 'plain.py'"),
       "SyntaxError: invalid or missing encoding declaration for 'plain.py'"},
      {crash("checker.py\", line 1155, in check", "ValueError: source code string cannot contain null bytes"),
       "ValueError: source code string cannot contain null bytes"}};
  for (const auto& [err, text] : cases) {
    const Outcome outcome = read(1, "", err);
    EXPECT_EQ(outcome.verdict, Verdict::unusable_input) << err;
    ASSERT_EQ(outcome.findings.size(), 1u);
    EXPECT_EQ(outcome.findings[0].text, text);
  }
}

TEST(Pydocstyle, all_else_is_a_failure) {
  const std::tuple<int, std::string, std::string> cases[] = {
      {1, "", crash("config.py\", line 200, in get_files_to_check", "UnicodeDecodeError: 'utf-8' codec can't decode byte")},
      {1, "", crash("checker.py\", line 1155, in check", "RecursionError: maximum recursion depth exceeded")},
      {1, "", "WARNING: Error in file other.py: Cannot parse file.\n"},
      {1, "", ""},
      {2, "", "ERROR: in file: setup.cfg\n"},
      {1, k_two + "2\n", ""},
      {1, "plain.py:1 at module level:\n", ""},
      {1, "other.py:1 at module level:\n        D100: Missing docstring in public module\n", ""},
      {0, k_two, ""},
      {-1, k_two, ""},
  };
  for (const auto& [status, out, err] : cases) EXPECT_EQ(read(status, out, err).verdict, Verdict::tool_failure) << out << err;
}

TEST(Pydocstyle, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.files = {"a.py", "plain.py"};
  const std::string other = "a.py:1 at module level:\n        D100: Missing docstring in public module\n";
  const auto outcomes = k_pydocstyle.read_batch(ended(1, other + k_two), batch);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].out, other);
  EXPECT_EQ((*outcomes)[1].out, k_two);
  EXPECT_EQ((*outcomes)[1].findings, read(1, k_two).findings);
  EXPECT_FALSE(k_pydocstyle.read_batch(ended(1, k_two, "WARNING: Error in file a.py: Cannot parse file.\n"), batch));
  EXPECT_FALSE(k_pydocstyle.read_batch(ended(1, k_two + "plain.py:9 in public class `A`:\n"), batch));
}

}  // namespace
}  // namespace lintcache
