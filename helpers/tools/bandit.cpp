// SPDX-License-Identifier: MIT
// bandit's command line, configuration and output (versions 1.6 to 1.9).
//
// Exit status 0, 1 with issues, 2 for a configuration or options that it cannot use. A file that it cannot read or
// parse gives status 0, and a line in `errors` of its report; one that is excluded is not in the report's `metrics`.
#include "tools/bandit.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

using nlohmann::json;

const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('bandit', False))\n";

// As it is named when the whole tree is scanned: what is excluded is compared with that.
std::string argument(const std::string& file) { return "./" + file; }

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"--quiet", "--format=json"};
  // Options for the tree, which bandit looks for only where it looks for files. It warns where there are none.
  std::error_code ignored;
  if (std::filesystem::is_regular_file(joined(subject.source_dir, ".bandit"), ignored)) words.push_back("--ini=.bandit");
  if (!subject.file.empty()) words.push_back(argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(argument(file));
  return words;
}

// Bytes of names that are not UTF-8 are halves of surrogate pairs in Python, which are no JSON. They become NUL, which no
// name has, and their two last digits.
std::string without_surrogates(const std::string& text) {
  std::string clean;
  for (size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    if (rest.starts_with("\\u") && rest.size() >= 6 && (rest[2] == 'd' || rest[2] == 'D')) {
      const bool is_high = rest[3] == '8' || rest[3] == '9' || rest[3] == 'a' || rest[3] == 'b';
      const bool is_byte = rest[3] == 'c' && std::string_view("89abcdef").find(rest[4]) != std::string_view::npos;
      if (is_byte) clean.append("\\u0000").append(rest.substr(4, 2));
      if (!is_byte) clean += rest.substr(0, is_high ? std::min<size_t>(12, rest.size()) : 6);
      i += is_byte ? 6 : is_high ? std::min<size_t>(12, rest.size()) : 6;
    } else {
      const size_t length = rest.front() == '\\' ? std::min<size_t>(2, rest.size()) : 1;
      clean += rest.substr(0, length);
      i += length;
    }
  }
  return clean;
}

// A file of the report as it is called in the tree.
std::string in_tree(std::string name) {
  while (name.starts_with("./")) name.erase(0, 2);
  for (size_t at = 0; (at = name.find('\0', at)) != std::string::npos && at + 2 < name.size(); ++at)
    name.replace(at, 3, 1, static_cast<char>(std::stoi(name.substr(at + 1, 2), nullptr, 16)));
  return name;
}

struct FileReport {
  json errors = json::array();
  json results = json::array();
};

using Reports = std::map<std::string, FileReport>;  // by file

// The report, by file; nothing where it is none, or is about other files too.
std::optional<Reports> read_reports(const std::string& out, const std::vector<std::string>& files) {
  const json whole = json::parse(without_surrogates(out), nullptr, false);
  if (!whole.is_object() || !whole.contains("errors") || !whole.contains("results") || !whole.contains("metrics"))
    return {};
  Reports reports;
  for (const std::string& file : files) reports[file];
  for (const auto& [name, numbers] : whole["metrics"].items())
    if (name != "_totals" && !reports.contains(in_tree(name))) return {};
  for (const char* kind : {"errors", "results"})
    for (const json& one : whole[kind]) {
      const auto report = reports.find(in_tree(one.value("filename", "")));
      if (report == reports.end()) return {};
      (*kind == 'e' ? report->second.errors : report->second.results).push_back(one);
    }
  return reports;
}

Finding finding_of(const std::string& file, const json& issue) {
  const bool is_high = issue.value("issue_severity", "") == "HIGH";
  return {file,
          std::max(issue.value("line_number", 1u), 1u),
          issue.value("col_offset", 0u) + 1,
          is_high ? Severity::error : Severity::warning,
          issue.value("issue_text", ""),
          issue.value("test_id", "bandit")};
}

// What is said of one file, without what changes with each run.
Outcome outcome_for(const std::string& file, const FileReport& report, const ProcessResult& process, const std::string& err) {
  Outcome outcome;
  outcome.nanoseconds = process.nanoseconds;
  outcome.err = err;
  outcome.out = json{{"errors", report.errors}, {"results", report.results}}.dump(2) + "\n";
  outcome.exit_status = report.results.empty() ? 0 : 1;
  for (const json& issue : report.results) outcome.findings.push_back(finding_of(file, issue));
  outcome.verdict = outcome.findings.empty() ? Verdict::clean : Verdict::findings;
  for (const json& error : report.errors) {
    outcome.findings.push_back({file, 1, 1, Severity::error, error.value("reason", ""), "not-checked"});
    outcome.verdict = Verdict::unusable_input;
  }
  return outcome;
}

// A file that vanished meanwhile says nothing of bandit or of the file.
bool is_missing(const FileReport& report) {
  return std::any_of(report.errors.begin(), report.errors.end(),
                     [](const json& error) { return error.value("reason", "") == "No such file or directory"; });
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (process.exit_status != 0 && process.exit_status != 1) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "bandit did not come to an end" : complaint);
  }
  const auto reports = read_reports(process.out, {subject.file});
  if (!reports) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "bandit did not report as it should" : complaint);
  }
  const FileReport& report = reports->at(subject.file);
  if (is_missing(report)) return failed(std::move(process), "bandit checked nothing: there is no such file");
  if ((process.exit_status == 1) != !report.results.empty())
    return failed(std::move(process), "bandit failed without a finding");
  return outcome_for(subject.file, report, process, process.err);
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  // Whom a complaint is about does not always show.
  if (process.signal != 0 || process.stopped || !process.err.empty()) return {};
  const auto reports = read_reports(process.out, subject.files);
  if (!reports || reports->size() != subject.files.size()) return {};
  bool has_results = false;
  std::vector<Outcome> outcomes;
  for (const std::string& file : subject.files) {
    const FileReport& report = reports->at(file);
    if (is_missing(report)) return {};
    has_results = has_results || !report.results.empty();
    outcomes.push_back(outcome_for(file, report, process, {}));
    outcomes.back().nanoseconds /= static_cast<int64_t>(subject.files.size());
  }
  if (process.exit_status != (has_results ? 1 : 0)) return {};
  return outcomes;
}

}  // namespace

Adapter bandit_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "bandit";
  adapter.scope = Scope::self;
  adapter.entry_points = {"bandit.blacklists", "bandit.formatters", "bandit.plugins"};
  adapter.config.upwards = {".bandit"};
  adapter.config.sections = {{".bandit", {"bandit"}}};
  // Which plugins there are is remembered below it. Where nothing can be, they are looked for each time.
  adapter.own_environment = {"XDG_CACHE_HOME=/dev/null"};
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = "import bandit.cli.main";
  adapter.batch = 32;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
