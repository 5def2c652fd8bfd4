// SPDX-License-Identifier: MIT
// pyright's reports as they were recorded from version 1.1.414, read into outcomes.
#include "tools/pyright.h"

#include <gtest/gtest.h>

#include "helpers/tools/ended.h"

namespace lintcache {
namespace {

const Adapter k_pyright = pyright_adapter();

std::string report(int files, const std::string& diagnostics) {
  return R"({"version": "1.1.414", "time": "1795279128941", "generalDiagnostics": [)" + diagnostics +
         R"(], "summary": {"filesAnalyzed": )" + std::to_string(files) + R"(, "errorCount": 1, "timeInSec": 2.9}})";
}

std::string diagnostic(const std::string& file, const std::string& severity, const std::string& rule) {
  return R"({"file": "/tree/)" + file + R"(", "severity": ")" + severity + R"(", "message": "\"x\" is not defined", )" +
         R"("range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 6}})" +
         (rule.empty() ? "" : R"(, "rule": ")" + rule + "\"") + "}";
}

Outcome read(int status, const std::string& out, const std::string& err = "", const std::string& file = "a.py") {
  return k_pyright.read(ended(status, out, err), {file, {}, "/tree"});
}

TEST(Pyright, places_are_counted_from_1) {
  const Outcome outcome = read(1, report(1, diagnostic("a.py", "error", "reportUndefinedVariable") + "," +
                                                diagnostic("a.py", "information", "")));
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {
      {"a.py", 1, 6, Severity::error, "\"x\" is not defined", "reportUndefinedVariable"},
      {"a.py", 1, 6, Severity::warning, "\"x\" is not defined", "pyright"}};
  EXPECT_EQ(outcome.findings, expected);
  EXPECT_EQ(outcome.out.find("/tree"), std::string::npos);
  EXPECT_EQ(outcome.out.find("timeInSec"), std::string::npos);
  EXPECT_EQ(read(0, report(1, "")).verdict, Verdict::clean);
  EXPECT_EQ(read(0, report(1, diagnostic("a.py", "warning", ""))).verdict, Verdict::findings);
}

TEST(Pyright, an_excluded_file_is_clean) { EXPECT_EQ(read(0, report(0, "")).verdict, Verdict::clean); }

TEST(Pyright, all_else_is_a_failure) {
  EXPECT_EQ(read(3, "", "Config file could not be parsed.\n").failure, "Config file could not be parsed. (exit status 3)");
  EXPECT_EQ(read(4, "", "File or directory \"file:///tree/a.py\" does not exist\n").verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, report(2, "")).failure, "pyright did not report as it should (exit status 0)");
  EXPECT_EQ(read(1, report(1, diagnostic("b.py", "error", ""))).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(0, report(1, diagnostic("a.py", "error", ""))).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(1, report(1, "")).verdict, Verdict::tool_failure);
  EXPECT_EQ(read(-1, "").verdict, Verdict::tool_failure);
}

TEST(Pyright, a_name_that_is_no_text_cannot_be_told) {
  const Outcome outcome = read(4, "", "File or directory \"...\" does not exist\n", "caf\xe9.py");
  EXPECT_EQ(outcome.verdict, Verdict::unusable_input);
}

TEST(Pyright, a_batch_gives_what_each_file_gives_alone) {
  Subject batch;
  batch.source_dir = "/tree";
  batch.files = {"b.py", "a.py"};
  const auto outcomes = k_pyright.read_batch(ended(1, report(2, diagnostic("a.py", "error", ""))), batch);
  ASSERT_TRUE(outcomes);
  EXPECT_EQ((*outcomes)[0].verdict, Verdict::clean);
  EXPECT_EQ((*outcomes)[0].exit_status, 0);
  const Outcome alone = read(1, report(1, diagnostic("a.py", "error", "")));
  EXPECT_EQ((*outcomes)[1].findings, alone.findings);
  EXPECT_EQ((*outcomes)[1].out, alone.out);
  EXPECT_FALSE(k_pyright.read_batch(ended(1, report(3, diagnostic("a.py", "error", ""))), batch));
  EXPECT_FALSE(k_pyright.read_batch(ended(4, ""), batch));
}

TEST(Pyright, is_not_reused) {
  EXPECT_TRUE(k_pyright.always);
  EXPECT_EQ(k_pyright.arguments({"-a.py"}), (std::vector<std::string>{"pyright", "--outputjson", "./-a.py"}));
}

}  // namespace
}  // namespace lintcache
