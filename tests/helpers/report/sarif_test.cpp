// SPDX-License-Identifier: MIT
// SARIF logs.
#include "report/sarif.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

using Json = nlohmann::json;

RecordedTask task(const std::string& file, const std::string& tool, std::vector<Finding> findings) {
  Outcome outcome;
  outcome.verdict = findings.empty() ? Verdict::clean : Verdict::findings;
  outcome.findings = std::move(findings);
  return {file, tool, outcome, {}, {}};
}

TEST(Sarif, has_a_run_for_each_tool_and_a_result_for_each_finding) {
  const Json log = Json::parse(sarif({task("b c.py", "ruff", {{"b c.py", 3, 7, Severity::error, "undefined", "F821"}}),
                                      task("a.py", "flake8", {{"a.py", 1, 1, Severity::warning, "unused", "F401"}}), task("b.py", "flake8", {})},
                                     "/some where/tree", "1.2"));
  EXPECT_EQ(log["version"], "2.1.0");
  ASSERT_EQ(log["runs"].size(), 2U);
  EXPECT_EQ(log["runs"][0]["tool"]["driver"]["name"], "flake8");
  EXPECT_EQ(log["runs"][0]["results"].size(), 1U);
  const Json& run = log["runs"][1];
  EXPECT_EQ(run["originalUriBaseIds"]["SRCROOT"]["uri"], "file:///some%20where/tree/");
  EXPECT_EQ(run["tool"]["driver"]["rules"], Json::parse(R"([{"id": "F821"}])"));
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], true);
  EXPECT_EQ(run["results"][0]["level"], "error");
  const Json& place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "b%20c.py");
  EXPECT_EQ(place["region"], Json::parse(R"({"startLine": 3, "startColumn": 7})"));
}

TEST(Sarif, tells_what_was_not_kept_and_what_is_about_the_configuration) {
  RecordedTask broken{"a.py", "pylint", {}, "it broke", "Traceback"};
  RecordedTask fine = task("b.py", "pylint", {});
  fine.outcome->notices.push_back({".pylintrc", 1, 1, Severity::warning, "no such option", "E0015"});
  const Json log = Json::parse(sarif({broken, fine}, "/tree", "1"));
  const Json& invocation = log["runs"][0]["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"], "its outcome was not kept: it broke\nTraceback");
  EXPECT_EQ(invocation["toolConfigurationNotifications"][0]["message"]["text"], ".pylintrc: no such option");
}

TEST(Sarif, gives_the_whole_tree_no_place_and_replaces_what_is_no_text) {
  const Json log = Json::parse(sarif({task("", "vulture", {{"", 1, 1, Severity::warning, "odd \xff", "V"}}), task("\xff.py", "vulture", {{"\xff.py", 1, 1, {}, "x", "V"}})}, "/", "1"));
  const Json& results = log["runs"][0]["results"];
  EXPECT_FALSE(results[0].contains("locations"));
  EXPECT_EQ(results[0]["message"]["text"], "odd \xef\xbf\xbd");
  EXPECT_EQ(results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "%FF.py");
  EXPECT_EQ(log["runs"][0]["originalUriBaseIds"]["SRCROOT"]["uri"], "file:///");
}

TEST(Sarif, of_nothing_has_no_runs) { EXPECT_EQ(Json::parse(sarif({}, "/tree", "1"))["runs"], Json::array()); }

}  // namespace
}  // namespace lintcache
