// SPDX-License-Identifier: MIT
// bandit's reports as they were recorded from versions 1.6.2 and 1.9.4, read into outcomes.
#include "tools/bandit.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

const Adapter k_bandit = bandit_adapter();

// With what the report says of each file, in JSON.
std::string report(const std::string& errors, const std::string& files, const std::string& results) {
  return R"({"errors": [)" + errors + R"(], "generated_at": "2026-11-21T15:41:47Z", "metrics": {"_totals": {"loc": 6})" +
         files + R"(}, "results": [)" + results + "]}";
}

std::string metrics(const std::string& name) { return ", \"" + name + R"(": {"loc": 6, "nosec": 0})"; }

std::string issue(const std::string& name, const std::string& more = "") {
  return R"({"code": "4     assert x\n", "filename": ")" + name + R"(", "issue_confidence": "HIGH", )" + more +
         R"("issue_severity": "LOW", "issue_text": "Use of assert detected.", "line_number": 4, "line_range": [4],)"
         R"( "test_id": "B101", "test_name": "assert_used"})";
}

std::string error(const std::string& name, const std::string& reason) {
  return R"({"filename": ")" + name + R"(", "reason": ")" + reason + "\"}";
}

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "plain.py") {
  return k_bandit.read(ended(status, out, err), {file});
}

TEST(Bandit, findings_of_older_and_newer_versions) {
  const Outcome older = read(1, report("", metrics("./plain.py"), issue("./plain.py")));
  EXPECT_EQ(older.verdict, Verdict::findings);
  EXPECT_EQ(older.findings,
            (std::vector<Finding>{{"plain.py", 4, 1, Severity::warning, "Use of assert detected.", "B101"}}));
  const Outcome newer = read(1, report("", metrics("././plain.py"), issue("././plain.py", R"("col_offset": 4, )")));
  EXPECT_EQ(newer.findings,
            (std::vector<Finding>{{"plain.py", 4, 5, Severity::warning, "Use of assert detected.", "B101"}}));
  EXPECT_EQ(newer.out.find("generated_at"), std::string::npos);
}

TEST(Bandit, a_file_that_it_could_not_check_is_not_clean) {
  const Outcome outcome =
      read(0, report(error("./plain.py", "syntax error while parsing AST from file"), metrics("./plain.py"), ""));
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].text, "syntax error while parsing AST from file");
  const Outcome missing = read(0, report(error("./plain.py", "No such file or directory"), "", ""));
  EXPECT_EQ(missing.verdict, Verdict::tool_failure);
}

TEST(Bandit, an_excluded_file_is_clean) { EXPECT_EQ(read(0, report("", "", "")).verdict, Verdict::clean); }

TEST(Bandit, names_of_all_kinds) {
  const std::pair<std::string, std::string> cases[] = {{"caf\xe9.py", R"(./caf\udce9.py)"},
                                                       {"caf\xc3\xa9.py", R"(./caf\u00e9.py)"},
                                                       {"\xf0\x9f\x98\x80.py", R"(./\ud83d\ude00.py)"},
                                                       {"back\\udce9.py", R"(./back\\udce9.py)"},
                                                       {"new\nline.py", R"(./new\nline.py)"},
                                                       {"-dash.py", R"(././-dash.py)"}};
  for (const auto& [file, name] : cases) {
    const Outcome outcome = read(1, report("", metrics(name), issue(name)), "", file);
    ASSERT_EQ(outcome.findings.size(), 1u) << name << outcome.failure;
    EXPECT_EQ(outcome.findings[0].path, file);
  }
}

TEST(Bandit, all_else_is_a_failure) {
  EXPECT_EQ(read(2, "", "[main]\tERROR\tbandit.yaml : Error parsing file.\n").failure,
            "[main]\tERROR\tbandit.yaml : Error parsing file. (exit status 2)");
  EXPECT_EQ(read(0, "").failure, "bandit did not report as it should (exit status 0)");
  EXPECT_EQ(read(0, "[]").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, "", "Traceback (most recent call last):\nKeyError: 1\n").failure, "KeyError: 1 (exit status 1)");
  EXPECT_EQ(read(1, report("", metrics("./plain.py"), "")).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, report("", metrics("./plain.py"), issue("./plain.py"))).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, report("", metrics("./other.py"), "")).verdict, Verdict::tool_failure);
}

TEST(Bandit, options_for_the_tree_are_passed_where_there_are_any) {
  const test::ScratchTree tree;
  Subject subject{"a.py", {}, tree.path("")};
  const std::vector<std::string> plain = {"--quiet", "--format=json", "./a.py"};
  EXPECT_EQ(k_bandit.arguments(subject), plain);
  tree.write(".bandit", "[bandit]\nskips = B101\n");
  const std::vector<std::string> with_options = {"--quiet", "--format=json", "--ini=.bandit", "./a.py"};
  EXPECT_EQ(k_bandit.arguments(subject), with_options);
}

TEST(Bandit, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.files = {"a.py", "b.py", "c.py"};
  const std::string bad = error("./b.py", "syntax error while parsing AST from file");
  const auto outcomes = k_bandit.read_batch(
      ended(1, report(bad, metrics("./a.py") + metrics("./b.py"), issue("./a.py") + "," + issue("./a.py"))), batch);
  ASSERT_TRUE(outcomes);
  ASSERT_EQ(outcomes->size(), 3u);
  const Outcome alone[] = {read(1, report("", metrics("./a.py"), issue("./a.py") + "," + issue("./a.py")), "", "a.py"),
                           read(0, report(bad, metrics("./b.py"), ""), "", "b.py"), read(0, report("", "", ""), "", "c.py")};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*outcomes)[i].verdict, alone[i].verdict);
    EXPECT_EQ((*outcomes)[i].findings, alone[i].findings);
    EXPECT_EQ((*outcomes)[i].out, alone[i].out);
    EXPECT_EQ((*outcomes)[i].exit_status, alone[i].exit_status);
  }
  EXPECT_FALSE(k_bandit.read_batch(ended(0, report("", metrics("./d.py"), "")), batch));
  EXPECT_FALSE(k_bandit.read_batch(ended(0, report("", "", ""), "[manager]\tERROR\tx\n"), batch));
  EXPECT_FALSE(k_bandit.read_batch(ended(0, report(error("./a.py", "No such file or directory"), "", "")), batch));
}

}  // namespace
}  // namespace lintcache
