// SPDX-License-Identifier: MIT
// `ruff check`: its command line and output (versions 0.1 to 0.17).
//
// Exit status 0, 1 with findings, 2 where it broke: a configuration it cannot use, an unknown option. A file that
// cannot be read is E902. A syntax error is a finding, with no code, `E999` or `invalid-syntax`. On standard error are
// warnings about settings and comments, syntax errors once more, and what went wrong inside.
#include "tools/ruff.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "tools/one_by_one.h"
#include "tools/output.h"
#include "tools/ruff_lines.h"

namespace lintcache {
namespace {

std::vector<std::string> arguments(const Subject& subject) {
  // A file that the configuration excludes is nothing to ruff, named or not. The other options hold against it.
  std::vector<std::string> words = {"ruff",     "check",        "--force-exclude", "--output-format=json-lines",
                                    "--no-fix", "--no-fix-only", "--no-show-fixes"};
  for (std::string& word : file_words(subject)) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> fix(const Subject& subject) {
  std::vector<std::string> words = {"ruff", "check", "--force-exclude", "--output-format=json-lines", "--fix"};
  for (std::string& word : file_words(subject)) words.push_back(std::move(word));
  return words;
}

Finding finding_of(const RuffLine& line) {
  const bool is_syntax = line.code.empty() || line.code == "E999" || line.code == "invalid-syntax";
  const bool is_error = is_syntax || line.code.starts_with("E9") || line.code.starts_with("F7") || line.code.starts_with("F8");
  return {line.file, line.line, line.column, is_error ? Severity::error : Severity::warning, line.message,
          line.code.empty() ? "invalid-syntax" : line.code};
}

// A line that tells of a fault of ruff; empty where none does. That a file does not parse is also a finding.
std::string fault_in(const std::string& err) {
  for (const std::string& line : split(err, '\n')) {
    const bool is_error = line.starts_with("error: ") || line.starts_with("error[") || line.starts_with("thread ") ||
                          line.find("anicked") != std::string::npos;
    if (is_error && !line.starts_with("error: Failed to parse ")) return line;
  }
  return {};
}

// Outcomes of all files of the subject, from one process; or why there are none.
Result<std::vector<Outcome>> outcomes_of(const ProcessResult& process, const Subject& subject,
                                         const std::vector<std::string>& files) {
  if (process.exit_status != 0 && process.exit_status != 1) {
    const std::string fault = fault_in(process.err), last = last_line(process.err);
    return our_fault(!fault.empty() ? fault : !last.empty() ? last : "ruff did not come to an end");
  }
  if (const std::string fault = fault_in(process.err); !fault.empty()) return our_fault(fault);
  const auto lines = ruff_lines(process.out, subject);
  if (!lines) return our_fault("ruff wrote what is not understood");
  if ((process.exit_status == 1) == lines->empty()) return our_fault("ruff's exit status and findings do not agree");
  std::map<std::string, Outcome> by_file;
  for (const std::string& file : files) by_file[file].nanoseconds = process.nanoseconds / static_cast<int64_t>(files.size());
  for (const RuffLine& line : *lines) {
    const auto known = by_file.find(line.file);
    if (known == by_file.end()) return our_fault("ruff wrote about another file: " + line.text.substr(0, 200));
    Outcome& outcome = known->second;
    outcome.out.append(line.text).append("\n");
    outcome.findings.push_back(finding_of(line));
    outcome.exit_status = 1;
    outcome.verdict = std::max(outcome.verdict, line.code == "E902" ? Verdict::unusable_input : Verdict::findings);
  }
  std::vector<Outcome> outcomes;
  for (const std::string& file : files) outcomes.push_back(std::move(by_file[file]));
  return outcomes;
}

Outcome read(ProcessResult process, const Subject& subject) {
  auto outcomes = outcomes_of(process, subject, {subject.file});
  if (!outcomes) return failed(std::move(process), outcomes.error().what);
  return std::move(outcomes->front());
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  if (!std::all_of(subject.files.begin(), subject.files.end(), [](const auto& file) { return is_utf8(file); })) return {};
  auto outcomes = outcomes_of(process, subject, subject.files);
  if (!outcomes) return {};
  return *std::move(outcomes);
}

}  // namespace

Adapter ruff_adapter() {
  Adapter adapter = ruff_base("ruff");
  // Whether a directory is a package, and which modules are the project's.
  adapter.scope = Scope::self_fs;
  adapter.config.roots = "src";
  adapter.asks_mode = true;
  adapter.arguments = arguments;
  adapter.fix = fix;
  adapter.read = read;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
