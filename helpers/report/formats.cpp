// SPDX-License-Identifier: MIT
// The forms that people, IDEs and programs read.
#include "report/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

constexpr std::string_view k_red = "\033[1;31m";
constexpr std::string_view k_magenta = "\033[1;35m";
constexpr std::string_view k_plain = "\033[0m";

// A message may span lines; a diagnostic may not.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return printable(text);
}

std::string counted(size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// " (7 import, 4 file)"; empty where nothing ran.
std::string reasons_text(const std::map<ReasonKind, size_t>& reasons) {
  std::vector<std::pair<size_t, ReasonKind>> most;
  for (const auto& [kind, number] : reasons) most.emplace_back(number, kind);
  std::stable_sort(most.begin(), most.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> texts;
  for (const auto& [number, kind] : most) texts.push_back(fmt::format("{} {}", number, name_of(kind)));
  return texts.empty() ? "" : " (" + join(texts, ", ") + ")";
}

std::string diagnostic_at(const std::string& place, const Finding& finding, DiagnosticFormat format, bool colour) {
  const std::string path = printable(place);
  const bool is_error = finding.severity == Severity::error;
  const std::string_view word = is_error ? "error" : "warning";
  const std::string text = on_one_line(finding.text);
  if (format == DiagnosticFormat::msvc)
    return fmt::format("{}({},{}): {} {}: {}", path, finding.line, finding.column, word, finding.rule,
                       text);
  const std::string_view on = colour ? is_error ? k_red : k_magenta : std::string_view();
  const std::string_view off = colour ? k_plain : std::string_view();
  return fmt::format("{}:{}:{}: {}{}:{} {} [{}]", path, finding.line, finding.column, on, word, off,
                     text, finding.rule);
}

}  // namespace

std::string diagnostic(const Finding& finding, const std::string& source_dir, DiagnosticFormat format,
                       bool colour) {
  return diagnostic_at(finding.path.empty() ? source_dir : joined(source_dir, finding.path), finding, format, colour);
}

std::vector<std::string> diagnostics(const std::vector<FinishedTask>& tasks, const Request& request,
                                     bool colour) {
  struct Line {
    Finding finding;
    std::string tool;
  };
  std::vector<Line> lines;
  for (const FinishedTask& done : tasks) {
    if (!done.outcome) continue;
    for (const Finding& finding : done.outcome->findings)
      lines.push_back({finding, done.task.tool});
    if (done.outcome->verdict == Verdict::tool_failure)
      lines.push_back({{done.task.file, 1, 1, Severity::error,
                        fmt::format("{} broke: {}", done.task.tool, done.outcome->failure),
                        "tool-failure"},
                       done.task.tool});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    const auto key = [](const Line& line) {
      const Finding& f = line.finding;
      return std::tie(f.path, f.line, f.column, line.tool, f.rule, f.text);
    };
    return key(a) < key(b);
  });
  std::vector<std::string> texts;
  for (const Line& line : lines)
    texts.push_back(diagnostic(line.finding, request.source_dir, request.diagnostic_format, colour));
  return texts;
}

std::vector<std::string> notices(const std::vector<FinishedTask>& tasks, const Request& request, bool colour) {
  std::set<Finding> all;
  for (const FinishedTask& done : tasks)
    if (done.outcome) all.insert(done.outcome->notices.begin(), done.outcome->notices.end());
  std::vector<std::string> texts;
  for (const Finding& notice : all) {
    const bool is_at_home = notice.path.starts_with(k_at_home);
    texts.push_back(diagnostic_at(is_at_home ? notice.path : absolute_path(notice.path, request.source_dir), notice,
                                  request.diagnostic_format, colour));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string summary_line(const Summary& summary, bool warn_only) {
  std::string line = fmt::format(
      "lintcache {}: {}, {}: {} run{}, {} cached ({} clean)", printable(summary.name),
      counted(summary.files, "file", "files"), counted(summary.tasks, "task", "tasks"), summary.run, reasons_text(summary.reasons),
      summary.cached, summary.cached_clean);
  if (summary.not_run > 0) line += fmt::format(", {} not run", summary.not_run);
  if (summary.not_run > 0 && !summary.why_not_run.empty()) line += fmt::format(" ({})", summary.why_not_run);
  if (summary.verified > 0)
    line += fmt::format(", {} verified ({} different)", summary.verified, summary.different);
  if (summary.imports_failed > 0)
    line += fmt::format(", {} failed", counted(summary.imports_failed, "import", "imports"));
  if (summary.imports_in_interpreter)
    line += ", imports in the interpreter's own process (no shared libpython)";
  if (summary.failures > 0) {
    line += fmt::format("; {} and {}", counted(summary.findings, "finding", "findings"),
                        counted(summary.failures, "tool that broke", "tools that broke"));
  } else if (summary.findings > 0) {
    line += fmt::format("; {}{}", counted(summary.findings, "finding", "findings"),
                        warn_only ? " (warnings only)" : "");
  } else if (summary.not_run > 0) {
    line += "; stopped";
  } else {
    line += "; finished successfully";
  }
  return line + fmt::format(" ({:.3f}s)", summary.seconds);
}

std::string statistics_line(const Summary& summary) {
  return fmt::format("lintcache {}: asked about {}, listed {}, read {}; {} of other trees taken over", printable(summary.name),
                     counted(summary.paths_asked, "path", "paths"),
                     counted(summary.directories_listed, "directory", "directories"),
                     counted(summary.files_hashed, "file", "files"), counted(summary.found_elsewhere, "result", "results"));
}

std::string summary_json(const Summary& summary) {
  nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
  for (const auto& [kind, number] : summary.reasons) reasons[std::string(name_of(kind))] = number;
  const nlohmann::ordered_json json = {
      {"name", printable(summary.name)},
      {"files", summary.files},
      {"tasks", summary.tasks},
      {"run", summary.run},
      {"reasons", reasons},
      {"cached", summary.cached},
      {"cached_clean", summary.cached_clean},
      {"findings", summary.findings},
      {"failures", summary.failures},
      {"not_run", summary.not_run},
      {"verified", summary.verified},
      {"different", summary.different},
      {"imports_run", summary.imports_run},
      {"imports_failed", summary.imports_failed},
      {"imports_in_interpreter", summary.imports_in_interpreter},
      {"files_hashed", summary.files_hashed},
      {"directories_listed", summary.directories_listed},
      {"paths_asked", summary.paths_asked},
      {"found_elsewhere", summary.found_elsewhere},
      {"seconds", summary.seconds},
  };
  return json.dump(2) + "\n";
}

std::string without_time(std::string_view summary_json) {
  const size_t begin = summary_json.find("\"seconds\":");
  if (begin == std::string_view::npos) return std::string(summary_json);
  const size_t end = std::min(summary_json.find('\n', begin), summary_json.size());
  return std::string(summary_json.substr(0, begin)).append(summary_json.substr(end));
}

std::string tool_output(const Outcome& outcome) {
  std::string text = outcome.out;
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += outcome.err;
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

std::string log_entry(const std::string& file, const std::string& tool, const std::string& output) {
  const std::string heading = fmt::format("{} [{}]", printable(file), tool);
  return fmt::format("{}\n{:=>{}}\n{}\n\n", heading, "", heading.size(), output);
}

std::string log_json(const std::string& file, const std::string& tool, std::string_view verdict,
                     const std::string& output) {
  const nlohmann::ordered_json json = {
      {"file", printable(file)}, {"tool", tool}, {"verdict", verdict}, {"output", output}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string merged_log(const std::vector<FinishedTask>& tasks) {
  std::string log;
  for (const FinishedTask& done : tasks) {
    if (!done.outcome || done.outcome->verdict == Verdict::clean) continue;
    log += log_entry(done.task.file, done.task.tool, tool_output(*done.outcome));
  }
  return log;
}

}  // namespace lintcache
