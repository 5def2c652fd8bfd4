// SPDX-License-Identifier: MIT
// black's command line, configuration and output (versions 23 to 26).
//
// Everything is told on standard error. Exit status 0, 1 where a file would be reformatted, 123 where one cannot be. But
// 1 is also the end of a configuration that is not usable, of another `required-version` and of a crash. Named files
// are linted although they are excluded, unless by --force-exclude; all other excludes are black_start.py's doing.
#include "tools/black.h"

#include <algorithm>
#include <charconv>
#include <regex>

#include "base/text.h"
#include "tools/one_by_one.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

constexpr int k_would_reformat = 1, k_cannot_format = 123;

// Follows what is said about a file.
constexpr std::string_view k_summary = "\n\nOh no! ";

const std::string k_bootstrap = start_one_by_one("black", std::string(k_black_start_source) + "\nprepare_black()\n");

// Statements that load what black does, and no cache with it.
constexpr std::string_view k_warm = "import os; os.environ['BLACK_CACHE_DIR'] = os.devnull; import black";

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = file_words(subject);
  words.insert(words.begin(), "--check");
  return words;
}

// From the line that begins with `start` up to the summary; empty where there is none.
std::string said(const std::string& err, const std::string& start) {
  const size_t line = err.find("\n" + start);
  const size_t begin = err.starts_with(start) ? 0 : line == std::string::npos ? line : line + 1;
  const size_t end = err.rfind(k_summary);
  if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
  return err.substr(begin, end - begin) + "\n";
}

// What keeps black from reading or parsing the file. All else that it fails with is its own fault.
constexpr const char* k_unusable[] = {"annot parse",        "cannot use --safe with this file",
                                      "invalid or missing encoding declaration", "unknown encoding",
                                      "encoding problem",   "codec can't decode", "[Errno "};

bool is_unusable(std::string_view text) {
  return text.find("INTERNAL ERROR") == std::string_view::npos &&
         std::any_of(std::begin(k_unusable), std::end(k_unusable),
                     [&](const char* words) { return text.find(words) != std::string_view::npos; });
}

// "Cannot parse: 1:6: def f(:" and, in newer versions, "cannot parse: a.py:1:6"; columns count from 0. An older "Cannot
// parse: 2:0: EOF in ..." is about what is not there.
void take_place(const std::string& text, Finding& finding) {
  static const std::regex k_place("annot parse[^\n]*?:\\s?([0-9]{1,8}):([0-9]{1,8})(?=:|$)");
  std::smatch match;
  if (!std::regex_search(text, match, k_place)) return;
  finding.line = std::max(1, std::stoi(match[1].str()));
  finding.column = static_cast<unsigned>(std::stoi(match[2].str())) + 1;
}

// "error: cannot format a.py: unknown encoding: foo" without what is known anyway.
Finding unusable(const std::string& file, const std::string& text) {
  Finding finding{file, 1, 1, Severity::error, text.substr(0, text.find('\n')), "cannot-format"};
  const std::string start = "error: cannot format " + file + ": ";
  constexpr std::string_view k_error = "error: ";
  // Enough for any name: std::regex takes stack by the length of what it reads.
  take_place(finding.text.substr(0, 8192), finding);
  finding.text.erase(0, text.starts_with(start) ? start.size() : k_error.size());
  return finding;
}

Outcome read(ProcessResult process, const Subject& subject) {
  std::string told;
  if (process.exit_status == k_would_reformat) told = said(process.err, "would reformat ");
  if (process.exit_status == k_cannot_format) told = said(process.err, "error: cannot ");
  const bool is_known = process.exit_status == 0 || (process.exit_status == k_cannot_format ? is_unusable(told) : !told.empty());
  if (!is_known || process.err.find("Traceback (most recent call last)") != std::string::npos) {
    const std::string complaint = told.empty() ? last_line(process.err) : std::string(trim(told.substr(0, told.find('\n'))));
    return failed(std::move(process), complaint.empty() ? "black did not come to an end" : complaint);
  }
  Outcome outcome = outcome_of(std::move(process));
  // The rest is about black's settings, and how many files there were.
  outcome.out.clear();
  outcome.err = told;
  if (outcome.exit_status == k_would_reformat) {
    outcome.verdict = Verdict::findings;
    outcome.findings = {{subject.file, 1, 1, Severity::warning, "would reformat", "would-reformat"}};
  } else if (outcome.exit_status == k_cannot_format) {
    outcome.verdict = Verdict::unusable_input;
    outcome.findings = {unusable(subject.file, told)};
  }
  return outcome;
}

}  // namespace

Adapter black_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "black";
  adapter.scope = Scope::self;
  adapter.environment = {"XDG_CONFIG_HOME"};
  // The first directory that has one of them is the project's.
  adapter.config.upwards = adapter.config.beside = {".git", ".hg", "pyproject.toml"};
  adapter.config.in_home = {".config/black"};
  adapter.config.sections = {{"pyproject.toml", {"tool.black", "project.requires-python"}}};
  adapter.bootstrap = k_bootstrap;
  adapter.warm = k_warm;
  adapter.arguments = arguments;
  adapter.fix = file_words;
  adapter.fix_turn = 2;
  adapter.read = read;
  adapter.batch = 32;
  adapter.read_batch = [](const ProcessResult& process, const Subject& subject) {
    return read_one_by_one(process, subject, read);
  };
  return adapter;
}

}  // namespace lintcache
