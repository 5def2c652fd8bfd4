// SPDX-License-Identifier: MIT
// Tools that a project declares: their command lines, and what their exit statuses and lines mean.
#include "tools/declared_tool.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using Words = std::vector<std::string>;

ToolDeclaration declaration(const Words& command, const std::string& pattern = "") {
  ToolDeclaration tool;
  tool.name = "check";
  tool.command = command;
  tool.pattern = pattern;
  return tool;
}

ProcessResult process(int status, const std::string& out, const std::string& err = "", const std::string& output = "") {
  ProcessResult result;
  result.exit_status = status;
  result.out = out;
  result.err = err;
  result.output = output;
  return result;
}

const Subject k_file = {"pkg/a.py", {}, "/src", "/state/output"};
const char* const k_pattern =
    R"(^(?<file>[^:]+):(?<line>\d+):(?:(?<column>\d+):)? (?<severity>\w+) (?<rule>[A-Z]\d+)? ?(?<text>.*)$)";

Outcome read(const ProcessResult& result, const std::string& pattern = "", const Subject& subject = k_file) {
  return declared_adapter(declaration({"check", "{file}"}, pattern)).read(result, subject);
}

TEST(DeclaredAdapter, has_what_was_declared) {
  ToolDeclaration tool = declaration({"check", "{file}"});
  tool.config = {"/src/check.toml"};
  tool.environment = {"A=b"};
  tool.always = true;
  tool.after = {"flake8"};
  const std::pair<const char*, Scope> scopes[] = {
      {"self", Scope::self}, {"self+fs", Scope::self_fs}, {"closure", Scope::closure}, {"tree", Scope::tree}};
  for (const auto& [name, scope] : scopes) {
    tool.scope = name;
    EXPECT_EQ(declared_adapter(tool).scope, scope) << name;
  }
  const Adapter adapter = declared_adapter(tool);
  EXPECT_EQ(adapter.name, "check");
  EXPECT_EQ(adapter.module, "");
  EXPECT_EQ(adapter.config.absolute, tool.config);
  EXPECT_TRUE(adapter.config.upwards.empty());
  EXPECT_EQ(adapter.own_environment, tool.environment);
  EXPECT_TRUE(adapter.always);
}

TEST(DeclaredAdapter, is_about_the_file_only_where_the_command_names_it) {
  EXPECT_EQ(declared_adapter(declaration({"check", "{file}"})).unit, Unit::file);
  EXPECT_EQ(declared_adapter(declaration({"check", "--of={file}"})).unit, Unit::file);
  EXPECT_EQ(declared_adapter(declaration({"check", "{files}"})).unit, Unit::tree);
  EXPECT_EQ(declared_adapter(declaration({"check", "{source_dir}", "{output}"})).unit, Unit::tree);
}

TEST(DeclaredAdapter, placeholders_become_words) {
  const auto words = [](const Words& command, const Subject& subject) {
    return declared_adapter(declaration(command)).arguments(subject);
  };
  EXPECT_EQ(words({"check", "--in={source_dir}/x", "-o{output}", "{file}:{file}", "{}", "{other}", "{fil"}, k_file),
            (Words{"check", "--in=/src/x", "-o/state/output", "pkg/a.py:pkg/a.py", "{}", "{other}", "{fil"}));
  EXPECT_EQ(words({"check", "{file}", "--x={file}"}, {"-x.py"}), (Words{"check", "./-x.py", "--x=./-x.py"}));
  EXPECT_EQ(words({"check", "{files}", "end"}, {"", {"a.py", "-b.py", "{source_dir}"}, "/src", "/o"}),
            (Words{"check", "a.py", "./-b.py", "{source_dir}", "end"}));
  EXPECT_EQ(words({"check", "{files}"}, {""}), Words{"check"});
  EXPECT_EQ(words({"check", "{file}"}, {"{output}{file}.py", {}, "/src", "/o"}), (Words{"check", "{output}{file}.py"}));
  EXPECT_EQ(words({"{source_dir}/check", "{output}"}, {"a.py"}), (Words{"{source_dir}/check", "{output}"}));
}

TEST(DeclaredRead, without_a_pattern_the_status_decides) {
  EXPECT_EQ(read(process(0, "a lot\n", "of words\n")).verdict, Verdict::clean);
  const Outcome outcome = read(process(1, "\n \nfirst words  \nmore\n", "other\n"));
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"pkg/a.py", 1, 1, Severity::warning, "first words", "check"}}));
  EXPECT_EQ(outcome.out, "\n \nfirst words  \nmore\n");
  EXPECT_EQ(outcome.err, "other\n");
  EXPECT_EQ(read(process(1, "\n", "on standard error\n")).findings[0].text, "on standard error");
  EXPECT_EQ(read(process(1, "")).findings[0].text, "check found something and does not say what");
}

TEST(DeclaredRead, a_finding_about_the_whole_tree_has_no_file) {
  const Outcome outcome = read(process(1, "something\n"), "", {"", {"a.py"}, "/src", "/o"});
  EXPECT_EQ(outcome.findings[0].path, "");
}

TEST(DeclaredRead, other_statuses_and_signals_are_failures) {
  for (const int status : {2, 127, 255}) EXPECT_EQ(read(process(status, "x")).verdict, Verdict::tool_failure) << status;
  EXPECT_EQ(read(process(2, "out\n", "Traceback\nValueError: x\n")).failure, "ValueError: x (exit status 2)");
  EXPECT_EQ(read(process(2, "only out\n")).failure, "only out (exit status 2)");
  EXPECT_EQ(read(process(2, "")).failure, "check failed (exit status 2)");
  ProcessResult killed = process(-1, "pkg/a.py:1: warning W1 text\n");
  killed.signal = 11;
  const Outcome outcome = read(killed, k_pattern);
  EXPECT_EQ(outcome.verdict, Verdict::tool_failure);
  EXPECT_EQ(outcome.findings.size(), 0u);
  EXPECT_NE(outcome.failure.find("signal 11"), std::string::npos);
}

TEST(DeclaredRead, findings_statuses_are_those_that_were_declared) {
  ToolDeclaration tool = declaration({"check", "{file}"});
  tool.findings_exit = {2, 4};
  const auto verdict = [&](int status) { return declared_adapter(tool).read(process(status, "x"), k_file).verdict; };
  EXPECT_EQ(verdict(0), Verdict::clean);
  EXPECT_EQ(verdict(1), Verdict::tool_failure);
  EXPECT_EQ(verdict(2), Verdict::findings);
  EXPECT_EQ(verdict(4), Verdict::findings);
  tool.findings_exit = {};
  EXPECT_EQ(verdict(0), Verdict::clean);
  EXPECT_EQ(verdict(2), Verdict::tool_failure);
}

TEST(DeclaredRead, lines_that_match_are_findings) {
  const Outcome outcome = read(process(1, "checking\npkg/a.py:3:7: error E1 is bad\r\n\npkg/b.py:4: note that\n",
                                       "pkg/a.py:9:0: Warning W2 on standard error\n"), k_pattern);
  EXPECT_EQ(outcome.verdict, Verdict::findings);
  const std::vector<Finding> expected = {{"pkg/a.py", 3, 7, Severity::error, "is bad", "E1"},
                                         {"pkg/b.py", 4, 1, Severity::warning, "that", "check"},
                                         {"pkg/a.py", 9, 1, Severity::warning, "on standard error", "W2"}};
  EXPECT_EQ(outcome.findings, expected);
}

TEST(DeclaredRead, status_0_with_a_line_that_matches_is_no_clean_file) {
  EXPECT_EQ(read(process(0, "pkg/a.py:3: warning W1 is bad\n"), k_pattern).verdict, Verdict::findings);
  EXPECT_EQ(read(process(0, "all is well\n"), k_pattern).verdict, Verdict::clean);
}

TEST(DeclaredRead, a_findings_status_without_a_match_is_still_a_finding) {
  const Outcome outcome = read(process(1, "oh dear\n"), k_pattern);
  EXPECT_EQ(outcome.findings, (std::vector<Finding>{{"pkg/a.py", 1, 1, Severity::warning, "oh dear", "check"}}));
}

TEST(DeclaredRead, a_failure_status_is_a_failure_whatever_matches) {
  EXPECT_EQ(read(process(3, "pkg/a.py:3: warning W1 is bad\n"), k_pattern).verdict, Verdict::tool_failure);
}

TEST(DeclaredRead, what_a_pattern_leaves_out_is_filled_in) {
  const Outcome outcome = read(process(0, "  would reformat this \n"), "reformat (?<rule>zzz)?");
  EXPECT_EQ(outcome.findings,
            (std::vector<Finding>{{"pkg/a.py", 1, 1, Severity::warning, "would reformat this", "check"}}));
  EXPECT_EQ(read(process(0, "99999999999999999999\n"), "(?<line>\\d+)").findings[0].line, 1u);
  EXPECT_EQ(read(process(0, "0\n"), "(?<column>\\d+)").findings[0].column, 1u);
  EXPECT_EQ(read(process(0, "4294967295\n"), "(?<line>\\d+)").findings[0].line, 4294967295u);
}

TEST(DeclaredRead, a_pattern_that_takes_too_long_is_a_failure) {
  const Outcome outcome = read(process(1, "pkg/a.py:1: " + std::string(100, 'b') + "\n"), "(?<text>(b|b|b)*):$");
  EXPECT_EQ(outcome.verdict, Verdict::tool_failure);
  EXPECT_NE(outcome.failure.find("the pattern takes too long"), std::string::npos) << outcome.failure;
}

TEST(DeclaredRead, words_for_severity) {
  const auto severity = [](const std::string& word) {
    return read(process(0, word), "(?<severity>.+)").findings[0].severity;
  };
  for (const char* word : {"error", "Error", "ERROR", "err", "fatal error", "FATAL", "critical", "failure", "E", "f"})
    EXPECT_EQ(severity(word), Severity::error) << word;
  for (const char* word : {"warning", "W", "note", "info", "convention", "exotic", "terror", "2"})
    EXPECT_EQ(severity(word), Severity::warning) << word;
}

TEST(DeclaredRead, a_report_in_a_file_stands_for_standard_output) {
  const Adapter adapter = declared_adapter(declaration({"check", "-o", "{output}", "{file}"}, k_pattern));
  const Outcome outcome = adapter.read(process(1, "pkg/a.py:1: error E1 on standard output\n", "",
                                               "pkg/a.py:2: error E2 in the report\n"), k_file);
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_EQ(outcome.findings[0].rule, "E2");
  EXPECT_EQ(outcome.out, "pkg/a.py:1: error E1 on standard output\npkg/a.py:2: error E2 in the report\n");
  EXPECT_EQ(adapter.read(process(0, "pkg/a.py:1: error E1 on standard output\n"), k_file).verdict, Verdict::clean);
  EXPECT_EQ(adapter.read(process(1, "out\n", "", "\nreport\n"), k_file).findings[0].text, "report");
  const Outcome without = adapter.read(process(1, "out\n"), k_file);
  EXPECT_EQ(without.verdict, Verdict::tool_failure) << "a traceback has the same status";
  EXPECT_EQ(without.failure, "check " + std::string(k_no_report) + ": out (exit status 1)");
}

TEST(DeclaredRead, paths_are_seen_from_the_tree) {
  const auto path = [](const std::string& printed) {
    return read(process(0, printed + "|"), R"(^(?<file>.*)\|)").findings[0].path;
  };
  const std::pair<const char*, const char*> cases[] = {
      {"pkg/a.py", "pkg/a.py"},      {"./pkg/a.py", "pkg/a.py"},    {"././pkg//a.py", "pkg/a.py"},
      {"/src/pkg/a.py", "pkg/a.py"}, {"/src/./b/../a.py", "a.py"},  {"./-x.py", "-x.py"},
      {"", "pkg/a.py"},              {"../other.json", "../other.json"}, {"/etc/passwd", "../etc/passwd"},
      {"/srcs/a.py", "../srcs/a.py"}, {"..a/b.py", "..a/b.py"},     {"/src", ""}, {".", ""},
      {"caf\xe9.py", "caf\xe9.py"},
  };
  for (const auto& [printed, expected] : cases) EXPECT_EQ(path(printed), expected) << printed;
}

TEST(DeclaredRead, a_tree_behind_a_symbolic_link_is_known_by_its_real_name_too) {
  const test::ScratchTree tree;
  tree.write("real/a.py");
  tree.link("link", tree.path("real"));
  const Subject subject{"a.py", {}, tree.path("link"), "/o"};
  for (const char* name : {"real/a.py", "link/a.py"})
    EXPECT_EQ(read(process(0, tree.path(name)), "(?<file>.*)", subject).findings[0].path, "a.py") << name;
}

Result<void> check(const std::vector<ToolDeclaration>& tools) {
  Request request;
  request.lint_tools = tools;
  return check_declared_tools(request);
}

ToolDeclaration waiting(const std::string& name, const Words& after) {
  ToolDeclaration tool = declaration({"x", "{file}"});
  tool.name = name;
  tool.after = after;
  tool.declared_in = "/src/lintcache.json";
  return tool;
}

TEST(CheckDeclaredTools, accepts_what_is_good) {
  EXPECT_TRUE(check({}).ok());
  EXPECT_TRUE(check({declaration({"x"}, k_pattern)}).ok());
  EXPECT_TRUE(check({waiting("a", {"b", "c", "flake8"}), waiting("b", {"c", "pylint"}), waiting("c", {})}).ok());
}

TEST(CheckDeclaredTools, says_what_is_wrong_and_where) {
  ToolDeclaration bad_pattern = waiting("a", {});
  bad_pattern.pattern = "(?<path>.*)";
  const std::pair<std::vector<ToolDeclaration>, const char*> cases[] = {
      {{bad_pattern}, "'path'"},
      {{waiting("a", {"nobody"})}, "'nobody'"},
      {{waiting("a", {"a"})}, "a -> a"},
      {{waiting("a", {"b"}), waiting("b", {"a"})}, "a -> b -> a"},
      {{waiting("b", {"flake8", "c"}), waiting("a", {"b"}), waiting("c", {"d"}), waiting("d", {"b"})},
       "b -> c -> d -> b"},
  };
  for (const auto& [tools, word] : cases) {
    const auto checked = check(tools);
    ASSERT_FALSE(checked.ok()) << word;
    EXPECT_EQ(checked.error().blame, Blame::asker);
    EXPECT_EQ(checked.error().where, "/src/lintcache.json");
    EXPECT_TRUE(checked.error().what.starts_with("lint_tools, " + tools[0].name)) << checked.error().text();
    EXPECT_NE(checked.error().text().find(word), std::string::npos) << checked.error().text();
  }
}

}  // namespace
}  // namespace lintcache
