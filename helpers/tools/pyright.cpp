// SPDX-License-Identifier: MIT
// pyright's command line and output (version 1.1).
//
// Exit status 0, 1 with errors, 2 for a crash, 3 for a configuration, 4 for the command line. Its report is JSON, with
// absolute paths and with places that are counted from 0. It is no Python program, so what it looks at is not seen:
// which interpreter it asks for packages, what lies there, and what configurations extend. Nothing of it is reused.
#include "tools/pyright.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"
#include "tools/output.h"

namespace lintcache {
namespace {

using nlohmann::json;

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"pyright", "--outputjson"};
  if (!subject.file.empty()) words.push_back(as_argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

std::string in_tree(const std::string& path, const std::string& source_dir) {
  std::error_code failed;
  for (const std::string& top : {source_dir, std::filesystem::canonical(source_dir, failed).string()})
    if (!top.empty() && is_below(path, top)) return relative_to(path, top);
  return path;
}

using Reports = std::map<std::string, json>;  // by file

// What the report says of each file; nothing where it is none, or is about others. Of files that the configuration
// excludes it says nothing, and does not count them.
std::optional<Reports> read_reports(const ProcessResult& process, const std::vector<std::string>& files,
                                    const std::string& source_dir) {
  const json whole = json::parse(process.out, nullptr, false);
  if (!whole.is_object() || !whole.contains("generalDiagnostics") || !whole.contains("summary")) return {};
  if (whole["summary"].value("filesAnalyzed", files.size() + 1) > files.size()) return {};
  Reports reports;
  for (const std::string& file : files) reports[file] = json::array();
  for (json one : whole["generalDiagnostics"]) {
    const std::string file = in_tree(one.value("file", ""), source_dir);
    const auto report = reports.find(file);
    if (report == reports.end()) return {};
    one["file"] = file;
    report->second.push_back(std::move(one));
  }
  return reports;
}

bool is_error(const json& diagnostic) { return diagnostic.value("severity", "") == "error"; }

Finding finding_of(const std::string& file, const json& diagnostic) {
  const json start = diagnostic.value("/range/start"_json_pointer, json::object());
  return {file,
          start.value("line", 0u) + 1,
          start.value("character", 0u) + 1,
          is_error(diagnostic) ? Severity::error : Severity::warning,
          diagnostic.value("message", ""),
          diagnostic.value("rule", "pyright")};
}

// What is said of one file, without what changes with each run.
Outcome outcome_for(const std::string& file, const json& report, int64_t nanoseconds) {
  Outcome outcome;
  outcome.nanoseconds = nanoseconds;
  outcome.out = json{{"generalDiagnostics", report}}.dump(2) + "\n";
  outcome.exit_status = std::any_of(report.begin(), report.end(), is_error) ? 1 : 0;
  for (const json& diagnostic : report) outcome.findings.push_back(finding_of(file, diagnostic));
  outcome.verdict = outcome.findings.empty() ? Verdict::clean : Verdict::findings;
  return outcome;
}

std::optional<std::vector<Outcome>> outcomes_of(const ProcessResult& process, const std::vector<std::string>& files,
                                                const std::string& source_dir) {
  if (process.exit_status != 0 && process.exit_status != 1) return {};
  const auto reports = read_reports(process, files, source_dir);
  if (!reports || reports->size() != files.size()) return {};
  std::vector<Outcome> outcomes;
  int status = 0;
  for (const std::string& file : files) {
    outcomes.push_back(outcome_for(file, reports->at(file), process.nanoseconds / static_cast<int64_t>(files.size())));
    status = std::max(status, outcomes.back().exit_status);
  }
  if (process.exit_status != status) return {};
  return outcomes;
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (auto outcomes = outcomes_of(process, {subject.file}, subject.source_dir)) return std::move(outcomes->front());
  // Its arguments are text.
  if (process.exit_status == 4 && !is_utf8(subject.file)) {
    Outcome outcome = outcome_of(std::move(process));
    outcome.verdict = Verdict::unusable_input;
    outcome.findings.push_back({subject.file, 1, 1, Severity::error, "cannot be named to pyright", "not-checked"});
    return outcome;
  }
  const std::string complaint = last_line(process.err.empty() ? process.out : process.err);
  const bool is_report = process.exit_status == 0 || process.exit_status == 1 || complaint.empty();
  return failed(std::move(process), is_report ? "pyright did not report as it should" : complaint);
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  return outcomes_of(process, subject.files, subject.source_dir);
}

}  // namespace

Adapter pyright_adapter() {
  Adapter adapter;
  adapter.name = adapter.distribution = "pyright";
  adapter.scope = Scope::closure;
  adapter.parts = {false, true};
  adapter.always = true;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.batch = 256;
  adapter.worth_a_process = 64;  // it begins with seconds for what nearly all files import
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
