// SPDX-License-Identifier: MIT
// Findings and summaries as text, whatever bytes they hold.
#include "report/formats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

const Finding k_finding = {"d/a.py", 3, 5, Severity::warning, "'os' imported but unused", "F401"};

std::string gcc(const Finding& finding) { return diagnostic(finding, "/s", DiagnosticFormat::gcc, false); }

FinishedTask finished(const std::string& file, const std::string& tool, std::vector<Finding> findings) {
  Outcome outcome;
  outcome.verdict = findings.empty() ? Verdict::clean : Verdict::findings;
  outcome.findings = std::move(findings);
  return {{file, tool, {}, {}, {}}, outcome, false};
}

TEST(Diagnostic, in_the_form_of_gcc) {
  EXPECT_EQ(gcc(k_finding), "/s/d/a.py:3:5: warning: 'os' imported but unused [F401]");
  Finding error = k_finding;
  error.severity = Severity::error;
  EXPECT_EQ(gcc(error), "/s/d/a.py:3:5: error: 'os' imported but unused [F401]");
}

TEST(Diagnostic, in_the_form_of_msbuild) {
  EXPECT_EQ(diagnostic(k_finding, "/s", DiagnosticFormat::msvc, false),
            "/s/d/a.py(3,5): warning F401: 'os' imported but unused");
  EXPECT_EQ(diagnostic(k_finding, "/s", DiagnosticFormat::msvc, true),
            "/s/d/a.py(3,5): warning F401: 'os' imported but unused");
}

TEST(Diagnostic, only_the_word_is_coloured) {
  EXPECT_EQ(diagnostic(k_finding, "/s", DiagnosticFormat::gcc, true),
            "/s/d/a.py:3:5: \033[1;35mwarning:\033[0m 'os' imported but unused [F401]");
}

TEST(Diagnostic, is_one_line_of_utf8_without_control_characters) {
  const Finding odd = {"new\nline\xff.py", 1, 1, Severity::warning, "two\nlines\t\033[31m\xfe \\n", "R"};
  for (const DiagnosticFormat format : {DiagnosticFormat::gcc, DiagnosticFormat::msvc}) {
    const std::string line = diagnostic(odd, "/s", format, false);
    EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](unsigned char c) { return c < 32 || c > 126; })) << line;
    EXPECT_NE(line.find("/s/new\\nline\\xff.py"), std::string::npos) << line;
    EXPECT_NE(line.find("two lines\\t"), std::string::npos) << line;
  }
}

TEST(Diagnostics, are_sorted_by_place_then_tool_rule_and_text) {
  const auto at = [](unsigned line, unsigned column, const char* rule, const char* text = "t") {
    return Finding{"b.py", line, column, Severity::warning, text, rule};
  };
  const Finding other = {"a.py", 9, 1, Severity::warning, "t", "X"};
  const std::vector<FinishedTask> tasks = {
      finished("b.py", "pylint", {at(10, 1, "A"), at(2, 1, "A")}),
      finished("b.py", "flake8", {at(2, 1, "Z", "u"), at(2, 1, "Z"), at(2, 1, "B"), at(1, 12, "C"), at(1, 2, "C")}),
      finished("a.py", "flake8", {other}), finished("c.py", "flake8", {})};
  Request request;
  request.source_dir = "/s";
  EXPECT_EQ(diagnostics(tasks, request, false),
            (std::vector<std::string>{
                "/s/a.py:9:1: warning: t [X]", "/s/b.py:1:2: warning: t [C]", "/s/b.py:1:12: warning: t [C]",
                "/s/b.py:2:1: warning: t [B]", "/s/b.py:2:1: warning: t [Z]", "/s/b.py:2:1: warning: u [Z]",
                "/s/b.py:2:1: warning: t [A]", "/s/b.py:10:1: warning: t [A]"}));
}

TEST(Diagnostics, a_tool_that_broke_is_an_error_and_what_was_not_run_says_nothing) {
  FinishedTask broken = finished("a.py", "pylint", {});
  broken.outcome->verdict = Verdict::tool_failure;
  broken.outcome->failure = "ValueError: x (exit status 1)";
  FinishedTask waiting = finished("b.py", "pylint", {});
  waiting.outcome.reset();
  Request request;
  request.source_dir = "/s";
  EXPECT_EQ(diagnostics({broken, waiting}, request, false),
            std::vector<std::string>{
                "/s/a.py:1:1: error: pylint broke: ValueError: x (exit status 1) [tool-failure]"});
}

TEST(Diagnostics, cannot_tell_a_stored_outcome_from_a_fresh_one) {
  FinishedTask fresh = finished("d/a.py", "flake8", {k_finding});
  FinishedTask stored = fresh;
  stored.cached = true;
  EXPECT_EQ(diagnostics({fresh}, {}, false), diagnostics({stored}, {}, false));
}

TEST(Notices, are_told_once_where_they_are_for_who_asks) {
  const auto at = [](const char* path, const char* rule) { return Finding{path, 1, 1, Severity::warning, "t", rule}; };
  std::vector<FinishedTask> tasks = {finished("b.py", "pylint", {}), finished("a.py", "pylint", {k_finding}), finished("", "pylint-tree", {})};
  for (FinishedTask& task : tasks) task.outcome->notices = {at("rc", "Z"), at("rc", "A"), at("../../rc", "A"), at("~/rc", "A"), at("/x/rc", "A")};
  tasks.push_back(finished("c.py", "pylint", {}));
  tasks.back().outcome.reset();
  Request request;
  request.source_dir = "/a/b/s";
  EXPECT_EQ(notices(tasks, request, false),
            (std::vector<std::string>{"/a/b/s/rc:1:1: warning: t [A]", "/a/b/s/rc:1:1: warning: t [Z]", "/a/rc:1:1: warning: t [A]",
                                      "/x/rc:1:1: warning: t [A]", "~/rc:1:1: warning: t [A]"}));
  EXPECT_EQ(diagnostics(tasks, request, false).size(), 1u);
}

Summary summary_of(size_t findings, size_t failures = 0, size_t not_run = 0) {
  Summary summary;
  summary.name = "app";
  summary.files = 2;
  summary.tasks = 4;
  summary.run = 1;
  summary.cached = 3;
  summary.cached_clean = 2;
  summary.findings = findings;
  summary.failures = failures;
  summary.not_run = not_run;
  summary.seconds = 0.1234;
  return summary;
}

TEST(SummaryLine, says_what_was_done_and_how_it_ended) {
  const std::string start = "lintcache app: 2 files, 4 tasks: 1 run, 3 cached (2 clean)";
  const auto line = [](const Summary& summary, bool warn_only = false) { return summary_line(summary, warn_only); };
  EXPECT_EQ(line(summary_of(0)), start + "; finished successfully (0.123s)");
  EXPECT_EQ(line(summary_of(1)), start + "; 1 finding (0.123s)");
  EXPECT_EQ(line(summary_of(7)), start + "; 7 findings (0.123s)");
  EXPECT_EQ(line(summary_of(7), true), start + "; 7 findings (warnings only) (0.123s)");
  EXPECT_EQ(line(summary_of(0, 1)), start + "; 0 findings and 1 tool that broke (0.123s)");
  EXPECT_EQ(line(summary_of(2, 3)), start + "; 2 findings and 3 tools that broke (0.123s)");
  EXPECT_EQ(line(summary_of(0, 0, 2)), start + ", 2 not run; stopped (0.123s)");
  EXPECT_EQ(line(summary_of(1, 0, 2)), start + ", 2 not run; 1 finding (0.123s)");
  Summary ended = summary_of(1, 0, 2);
  ended.why_not_run = "FAIL_FAST";
  EXPECT_EQ(line(ended), start + ", 2 not run (FAIL_FAST); 1 finding (0.123s)");
}

TEST(SummaryLine, counts_one_as_one_and_names_failed_imports) {
  Summary summary = summary_of(0);
  summary.files = summary.tasks = 1;
  summary.imports_failed = 1;
  EXPECT_EQ(summary_line(summary, false),
            "lintcache app: 1 file, 1 task: 1 run, 3 cached (2 clean), 1 import failed; finished successfully (0.123s)");
}

TEST(SummaryLine, says_that_the_interpreters_own_process_was_used) {
  Summary summary = summary_of(0);
  summary.imports_in_interpreter = true;
  EXPECT_EQ(summary_line(summary, false),
            "lintcache app: 2 files, 4 tasks: 1 run, 3 cached (2 clean), imports in the interpreter's own process "
            "(no shared libpython); finished successfully (0.123s)");
}

TEST(SummaryLine, success_is_never_said_of_a_run_that_was_none) {
  for (const Summary& summary : {summary_of(1), summary_of(0, 1), summary_of(0, 0, 1)})
    EXPECT_EQ(summary_line(summary, true).find("success"), std::string::npos);
}

TEST(SummaryLine, says_why_tools_ran_the_most_frequent_reason_first) {
  Summary summary = summary_of(0);
  summary.run = 6;
  summary.reasons = {{ReasonKind::file, 1}, {ReasonKind::config, 3}, {ReasonKind::not_kept, 2}};
  EXPECT_NE(summary_line(summary, false).find(": 6 run (3 config, 2 not kept, 1 file), "), std::string::npos)
      << summary_line(summary, false);
}

TEST(SummaryJson, holds_every_number) {
  Summary summary = summary_of(5, 6, 7);
  summary.imports_run = 8;
  summary.imports_failed = 9;
  summary.imports_in_interpreter = true;
  summary.files_hashed = 10;
  summary.directories_listed = 11;
  summary.paths_asked = 14;
  summary.found_elsewhere = 15;
  summary.verified = 12;
  summary.different = 13;
  summary.reasons = {{ReasonKind::import_, 1}};
  summary.name = "caf\xe9\n";
  const auto json = nlohmann::json::parse(summary_json(summary));
  EXPECT_EQ(json, (nlohmann::json{{"name", "caf\\xe9\\n"}, {"files", 2}, {"tasks", 4}, {"run", 1}, {"cached", 3},
                                  {"cached_clean", 2}, {"findings", 5}, {"failures", 6}, {"not_run", 7},
                                  {"verified", 12}, {"different", 13}, {"paths_asked", 14}, {"found_elsewhere", 15}, {"reasons", {{"import", 1}}},
                                  {"imports_run", 8}, {"imports_failed", 9},
                                  {"imports_in_interpreter", true}, {"files_hashed", 10},
                                  {"directories_listed", 11}, {"seconds", 0.1234}}));
}

TEST(ToolOutput, is_both_streams_each_ended_by_a_line_break) {
  Outcome outcome;
  EXPECT_EQ(tool_output(outcome), "");
  outcome.err = "err";
  EXPECT_EQ(tool_output(outcome), "err\n");
  outcome.out = "out";
  EXPECT_EQ(tool_output(outcome), "out\nerr\n");
  outcome.out = "\xff\n";
  EXPECT_EQ(tool_output(outcome), "\xff\nerr\n");
}

TEST(MergedLog, has_a_heading_for_each_tool_that_said_something) {
  FinishedTask loud = finished("a.py", "flake8", {k_finding});
  loud.outcome->out = "a.py:3:5: F401";
  FinishedTask waiting = loud;
  waiting.outcome.reset();
  EXPECT_EQ(merged_log({loud, finished("b.py", "flake8", {}), waiting}),
            "a.py [flake8]\n=============\na.py:3:5: F401\n\n\n");
}

}  // namespace
}  // namespace lintcache
