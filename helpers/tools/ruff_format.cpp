// SPDX-License-Identifier: MIT
// `ruff format --check`: its command line and output (versions 0.1 to 0.17).
//
// Exit status 0, 1 where a file would be reformatted, 2 where something went wrong, be it only that one of many files
// has a syntax error. Older versions say "Would reformat: PATH" on standard output and "error: Failed to parse PATH:..."
// on standard error; newer ones obey RUFF_OUTPUT_FORMAT, which is nothing to the older ones.
#include <algorithm>

#include "base/text.h"
#include "tools/one_by_one.h"
#include "tools/output.h"
#include "tools/ruff.h"
#include "tools/ruff_lines.h"

namespace lintcache {
namespace {

constexpr std::string_view k_would_reformat = "Would reformat: ";
constexpr std::string_view k_faults_of_files[] = {"error: Failed to parse ", "error: Failed to read ", "error: Failed to format "};
// Of all that may keep ruff from formatting a file, what is the file's.
constexpr std::string_view k_syntax[] = {"source contains syntax errors", "No such file or directory", "Permission denied"};

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"ruff", "format", "--check", "--force-exclude"};
  for (std::string& word : file_words(subject)) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> fix(const Subject& subject) {
  std::vector<std::string> words = {"ruff", "format", "--force-exclude"};
  for (std::string& word : file_words(subject)) words.push_back(std::move(word));
  return words;
}

Outcome outcome_for(const std::string& file, Verdict verdict, Finding finding, const std::string& said, Outcome before = {}) {
  Outcome outcome = std::move(before);
  finding.path = file;
  outcome.verdict = std::max(outcome.verdict, verdict);
  outcome.findings.push_back(std::move(finding));
  outcome.out += said + "\n";
  outcome.exit_status = outcome.verdict == Verdict::unusable_input ? 2 : 1;
  return outcome;
}

Outcome reformatted(const std::string& file, const std::string& said) {
  return outcome_for(file, Verdict::findings, {"", 1, 1, Severity::warning, "File would be reformatted", "unformatted"}, said);
}

// Of newer versions. Nothing for lines of another kind.
std::optional<Outcome> from_lines(const std::vector<RuffLine>& lines, const std::string& file) {
  Outcome outcome;
  for (const RuffLine& line : lines) {
    if (line.file != file) continue;
    if (line.code == "unformatted") {
      // Which place is named first may be another one in the next version; the file is what is to be formatted.
      outcome = reformatted(file, line.text);
    } else if (line.code == "invalid-syntax" || line.code == "io") {
      outcome = outcome_for(file, Verdict::unusable_input, {"", line.line, line.column, Severity::error, line.message, line.code},
                            line.text, std::move(outcome));
    } else {
      return {};
    }
  }
  return outcome;
}

// Where the file's name follows one of the starts, the rest of the line; nothing where none does.
std::optional<std::string> about(const std::string& line, const std::string& file) {
  for (const std::string_view start : k_faults_of_files) {
    const std::string begin = std::string(start) + file + ":";
    if (line.starts_with(begin)) return std::string(trim(std::string_view(line).substr(begin.size())));
  }
  return {};
}

// "1:7: Unexpected token" into place and text.
Finding fault_at(std::string_view text) {
  Finding finding{"", 1, 1, Severity::error, std::string(text), "invalid-syntax"};
  unsigned place[2] = {0, 0};
  for (unsigned& number : place) {
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > 8 || !text.substr(digits).starts_with(':')) return finding;
    number = static_cast<unsigned>(std::stoul(std::string(text.substr(0, digits))));
    text.remove_prefix(digits + 1);
  }
  finding.line = std::max(1u, place[0]);
  finding.column = std::max(1u, place[1]);
  finding.text = trim(text);
  return finding;
}

bool is_of_file(const std::string& line, const std::string& text) {
  return !line.starts_with("error: Failed to format ") ||
         std::any_of(std::begin(k_syntax), std::end(k_syntax),
                     [&](std::string_view words) { return text.find(words) != std::string::npos; });
}

// Of older versions, where each line begins with what it is about.
std::optional<Outcome> from_text(const ProcessResult& process, const std::string& file) {
  Outcome outcome;
  for (const std::string& line : split(process.out, '\n'))
    if (line.starts_with(k_would_reformat) && line.substr(k_would_reformat.size()) == file) outcome = reformatted(file, line);
  for (const std::string& line : split(process.err, '\n')) {
    const auto text = about(line, file);
    if (!text) continue;
    if (!is_of_file(line, *text)) return {};
    outcome = outcome_for(file, Verdict::unusable_input, fault_at(*text), line, std::move(outcome));
  }
  return outcome;
}

bool is_summary(const std::string& line) {
  return line.empty() || line.find(" would be reformatted") != std::string::npos ||
         line.find(" already formatted") != std::string::npos || line.find(" left unchanged") != std::string::npos;
}

// Is each line about one of the files, a count of files, or a warning?
bool is_understood(const ProcessResult& process, const std::vector<std::string>& files) {
  const auto is_about_any = [&](const std::string& line) {
    return std::any_of(files.begin(), files.end(), [&](const std::string& file) { return about(line, file).has_value(); });
  };
  for (const std::string& line : split(process.out, '\n'))
    if (!is_summary(line) && (!line.starts_with(k_would_reformat) ||
                              std::find(files.begin(), files.end(), line.substr(k_would_reformat.size())) == files.end()))
      return false;
  for (const std::string& line : split(process.err, '\n'))
    if (!line.empty() && !line.starts_with("warning: ") && !is_about_any(line)) return false;
  return true;
}

// Nothing where what the process wrote does not account for how it ended.
std::optional<std::vector<Outcome>> outcomes_of(const ProcessResult& process, const Subject& subject,
                                                const std::vector<std::string>& files) {
  if (process.exit_status < 0 || process.exit_status > 2) return {};
  const bool is_text = process.out.empty() || !process.out.starts_with('{');
  const auto lines = is_text ? std::vector<RuffLine>() : ruff_lines(process.out, subject);
  if (!lines || (is_text && !is_understood(process, files))) return {};
  size_t known = 0;
  int status = 0;
  std::vector<Outcome> outcomes;
  for (const std::string& file : files) {
    auto outcome = is_text ? from_text(process, file) : from_lines(*lines, file);
    if (!outcome) return {};
    known += outcome->findings.size();
    status = std::max(status, outcome->exit_status);
    outcome->nanoseconds = process.nanoseconds / static_cast<int64_t>(files.size());
    outcomes.push_back(*std::move(outcome));
  }
  if (status != process.exit_status || (!is_text && known != lines->size())) return {};
  return outcomes;
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (auto outcomes = outcomes_of(process, subject, {subject.file})) return std::move(outcomes->front());
  const std::string complaint = last_line(process.err.empty() ? process.out : process.err);
  return failed(std::move(process), complaint.empty() ? "ruff did not come to an end" : complaint);
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  const bool is_plain = std::all_of(subject.files.begin(), subject.files.end(), [](const std::string& file) {
    return is_utf8(file) && file.find('\n') == std::string::npos;
  });
  return is_plain ? outcomes_of(process, subject, subject.files) : std::nullopt;
}

}  // namespace

Adapter ruff_format_adapter() {
  Adapter adapter = ruff_base("ruff-format");
  adapter.scope = Scope::self;
  adapter.own_environment.push_back("RUFF_OUTPUT_FORMAT=json-lines");
  adapter.arguments = arguments;
  adapter.fix = fix;
  adapter.fix_turn = 3;
  adapter.read = read;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
