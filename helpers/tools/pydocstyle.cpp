// SPDX-License-Identifier: MIT
// pydocstyle's command line, configuration and output (versions 6.2 and 6.3).
//
// Exit status 0, 1 with findings, 2 for options. A finding takes two lines of standard output. A file that cannot be
// parsed gives status 1 and a warning on standard error; one that cannot be decoded makes it crash. Configuration
// comes from beside each file and above it, so the other files of a process are nothing to it.
#include "tools/pydocstyle.h"

#include <charconv>

#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('pydocstyle', False))\n";

std::vector<std::string> arguments(const Subject& subject) {
  if (!subject.file.empty()) return {as_argument(subject.file)};
  std::vector<std::string> words;
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

// "3 in public function `f`:" and "        D103: Missing docstring" make a finding.
std::optional<Finding> finding_of(const std::string& file, const NamedLine& place, std::string_view message) {
  constexpr std::string_view k_indent = "        ";
  unsigned line = 0;
  const char* const end = place.text.data() + place.text.size();
  const auto [rest, error] = std::from_chars(place.text.data(), end, line);
  if (!place.is_about_file || error != std::errc() || rest == end || *rest != ' ' || !place.text.ends_with(':')) return {};
  if (!message.starts_with(k_indent)) return {};
  message.remove_prefix(k_indent.size());
  const size_t colon = message.find(": ");
  if (colon == std::string_view::npos) return {};
  return Finding{file, std::max(line, 1u), 1, Severity::warning, std::string(trim(message.substr(colon + 2))),
                 std::string(message.substr(0, colon))};
}

// Its complaints, without those about options that it does not know and goes on without.
std::string complaints(const std::string& err) {
  std::string left;
  for (const std::string& line : split(err, '\n'))
    if (!line.empty() && !line.starts_with("WARNING: Unknown option '")) left += line + "\n";
  return left;
}

// Why it could not read the file, where that is what it says and not something else broke.
std::string complaint_about_file(const ProcessResult& process, const std::string& file) {
  if (process.exit_status != 1 || !process.out.empty()) return {};
  const std::string said = complaints(process.err);
  const std::string start = "WARNING: Error in file " + on_standard_error(as_argument(file)) + ": ";
  if (said.starts_with(start)) return std::string(trim(said.substr(start.size())));
  // With a configuration that cannot be decoded it ends elsewhere.
  if (process.err.find("checker.py\", line ") == std::string::npos || process.err.find(", in check\n") == std::string::npos)
    return {};
  const std::string last = last_line(process.err);
  const bool is_about_text = last.starts_with("UnicodeDecodeError: ") || last.find(" null bytes") != std::string::npos ||
                             (last.starts_with("SyntaxError: ") && last.find("encoding") != std::string::npos);
  return is_about_text ? last : "";
}

Outcome unusable(ProcessResult process, const std::string& file, const std::string& complaint) {
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = Verdict::unusable_input;
  outcome.findings.push_back({file, 1, 1, Severity::error, complaint, "not-checked"});
  return outcome;
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (const std::string complaint = complaint_about_file(process, subject.file); !complaint.empty())
    return unusable(std::move(process), subject.file, complaint);
  if (process.exit_status != 0 && process.exit_status != 1) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "pydocstyle did not come to an end" : complaint);
  }
  if (const std::string said = complaints(process.err); !said.empty()) return failed(std::move(process), last_line(said));
  std::vector<Finding> findings;
  const auto lines = named_lines(process.out, {as_argument(subject.file)});
  for (size_t i = 0; i < lines.size(); i += 2) {
    const auto finding = finding_of(subject.file, lines[i], i + 1 < lines.size() ? lines[i + 1].text : "");
    if (!finding) return failed(std::move(process), lines[i].text);
    findings.push_back(*finding);
  }
  if ((process.exit_status == 1) != !findings.empty())
    return failed(std::move(process), "pydocstyle failed without a finding");
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = findings.empty() ? Verdict::clean : Verdict::findings;
  outcome.findings = std::move(findings);
  return outcome;
}

// With both lines of a record in one, all lines begin with a name.
std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  constexpr std::string_view k_between = ":\n        D";
  constexpr std::string_view k_mark = ":\f        D";
  ProcessResult joined = process;
  if (joined.out.find('\f') != std::string::npos) return {};
  for (size_t at = 0; (at = joined.out.find(k_between, at)) != std::string::npos; at += k_mark.size())
    joined.out.replace(at, k_between.size(), k_mark);
  return read_each(joined, subject, 1, [&](ProcessResult own, const Subject& about) {
    for (char& byte : own.out)
      if (byte == '\f') byte = '\n';
    return read(std::move(own), about);
  });
}

}  // namespace

Adapter pydocstyle_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "pydocstyle";
  adapter.scope = Scope::self;
  adapter.companions = {"tomli"};
  adapter.config.beside = {"setup.cfg",      "tox.ini",           ".pydocstyle",    ".pydocstyle.ini",
                           ".pydocstylerc", ".pydocstylerc.ini", "pyproject.toml", ".pep257"};
  adapter.config.upwards = adapter.config.beside;
  for (const char* file : {"setup.cfg", "tox.ini"})
    adapter.config.sections.push_back({file, {"pydocstyle", "pep257"}});
  adapter.config.sections.push_back({"pyproject.toml", {"tool.pydocstyle"}});
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = "import pydocstyle.cli";
  adapter.batch = 32;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
