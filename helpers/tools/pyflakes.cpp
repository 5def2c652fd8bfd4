// SPDX-License-Identifier: MIT
// pyflakes' command line and output (versions 2.5 to 4). It has no configuration.
//
// Exit status 0 or 1; findings on standard output, one a line, without codes. Syntax errors and files that cannot be
// read are told on standard error; older versions crash over those that cannot be decoded.
#include "tools/pyflakes.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('pyflakes', False))\n";

std::vector<std::string> arguments(const Subject& subject) {
  if (!subject.file.empty()) return {as_argument(subject.file)};
  std::vector<std::string> words;
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

// What Python says about the file's text while it is parsed, such as of a backslash before a letter.
bool is_warning_of_python(const NamedLine& line) {
  static const std::regex k_warning("^[A-Za-z]*Warning: ");
  return line.column == 0 && std::regex_search(line.text.substr(0, 100), k_warning);
}

// An older version's end over bytes that the file's encoding does not have.
bool is_about_text(const std::string& err) {
  const std::string last = last_line(err);
  return err.find(", in checkPath\n") != std::string::npos &&
         (last.starts_with("UnicodeDecodeError: ") ||
          (last.starts_with("SyntaxError: ") && last.find("encoding") != std::string::npos));
}

Finding unusable(const std::string& file, std::string text) {
  return {file, 1, 1, Severity::error, std::move(text), "not-checked"};
}

// What follows such a line is the line of source, and a mark below it.
void take_errors(const std::string& err, const std::string& file, Outcome& outcome) {
  for (const NamedLine& line : named_lines(err, {on_standard_error(as_argument(file))})) {
    if (!line.is_about_file || is_warning_of_python(line)) continue;
    if (line.line == 0) {
      outcome.findings.push_back(unusable(file, line.text));
      outcome.verdict = Verdict::unusable_input;
    } else {
      outcome.findings.push_back({file, line.line, std::max(line.column, 1u), Severity::error, line.text, "syntax-error"});
    }
  }
}

Outcome read(ProcessResult process, const Subject& subject) {
  const std::string& file = subject.file;
  if (process.exit_status != 0 && process.exit_status != 1)
    return failed(std::move(process), "pyflakes did not come to an end");
  Outcome outcome;
  if (process.err.find("Traceback (most recent call last)") != std::string::npos) {
    if (!is_about_text(process.err)) return failed(std::move(process), last_line(process.err));
    outcome.findings.push_back(unusable(file, last_line(process.err)));
    outcome.verdict = Verdict::unusable_input;
  } else {
    take_errors(process.err, file, outcome);
  }
  for (const Message& message : read_messages(process.out, {as_argument(file)}).about_file)
    outcome.findings.push_back({file, std::max(message.line, 1u), std::max(message.column, 1u), Severity::warning,
                                message.text, "pyflakes"});
  if ((process.exit_status == 1) != !outcome.findings.empty()) {
    const std::string said = last_line(process.err + process.out);
    return failed(std::move(process), said.empty() ? "pyflakes failed without a finding" : said);
  }
  if (!outcome.findings.empty() && outcome.verdict == Verdict::clean) outcome.verdict = Verdict::findings;
  Outcome whole = outcome_of(std::move(process));
  whole.findings = std::move(outcome.findings);
  whole.verdict = outcome.verdict;
  return whole;
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  return read_each(process, subject, 1, read);
}

}  // namespace

Adapter pyflakes_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "pyflakes";
  adapter.scope = Scope::self;
  adapter.environment = {"PYFLAKES_BUILTINS", "PYFLAKES_DOCTEST", "PYFLAKES_ERROR_UNKNOWN"};
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = "import pyflakes.api";
  adapter.batch = 32;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
