// SPDX-License-Identifier: MIT
// pylint's command line, configuration and output (versions 2.16 to 4).
//
// The exit status is a set of bits: 1 fatal, 2 error, 4 warning, 8 refactor, 16 convention, 32 usage.
// An uncaught exception gives status 1 with a traceback on standard error; a broken rcfile gives
// status 0 with F0011 and a plugin that cannot be loaded status 0 with E0013, so the messages decide.
#include "tools/pylint.h"

#include "tools/output.h"

namespace lintcache {
namespace {

constexpr int k_usage_error = 32;

std::vector<std::string> arguments(const std::string& file) {
  // pylint's own form of output, fixed against a configuration that sets another. The score depends on
  // earlier runs and is not about the file.
  return {"--output-format=text",
          "--msg-template={path}:{line}:{column}: {msg_id}: {msg} ({symbol})",
          "--score=n",
          "--reports=n",
          "--persistent=n",
          "--jobs=1",
          as_argument(file)};
}

// "C0114: Missing module docstring (missing-module-docstring)" into its three parts.
bool take_apart(const Message& message, const std::string& file, Finding& finding, std::string& id) {
  const std::string& text = message.text;
  const size_t open = text.rfind(" (");
  if (text.size() < 8 || text[5] != ':' || open == std::string::npos || text.back() != ')')
    return false;
  id = text.substr(0, 5);
  finding.path = file;
  finding.line = std::max(message.line, 1u);
  finding.column = message.column + 1;  // pylint counts columns from 0
  finding.severity = id[0] == 'E' || id[0] == 'F' ? Severity::error : Severity::warning;
  finding.text = open > 7 ? text.substr(7, open - 7) : "";
  finding.rule = text.substr(open + 2, text.size() - open - 3);
  return true;
}

// Messages that are about pylint and its configuration, not about the file.
bool is_failure(const std::string& id) { return id == "F0002" || id == "F0011" || id == "E0013"; }

// The file cannot be read as Python text at all.
bool is_unusable(const std::string& id) { return id == "F0001" || id == "F0010"; }

// "************* Module name" heads the messages of a module; it may also stand between them. What follows
// it other than messages about the file stays, and is not understood.
std::string without_headings(std::string text) {
  for (size_t at; (at = text.find("\n************* Module ")) != std::string::npos;)
    text.erase(at, std::min(text.find('\n', at + 1), text.size()) - at);
  return text;
}

Outcome read(ProcessResult process, const std::string& file) {
  if (process.exit_status < 0 || (process.exit_status & k_usage_error) != 0)
    return failed(std::move(process), last_line(process.err));
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), last_line(process.err));
  Messages messages = read_messages(process.out, {as_argument(file), file});
  for (const std::string& line : messages.other_lines)
    if (!line.empty() && !line.starts_with("************* Module "))
      return failed(std::move(process), line);

  std::vector<Finding> findings;
  Verdict verdict = Verdict::clean;
  for (Message& message : messages.about_file) {
    Finding finding;
    std::string id;
    message.text = without_headings(std::move(message.text));
    if (!take_apart(message, file, finding, id) || is_failure(id))
      return failed(std::move(process), message.text);
    verdict = is_unusable(id) ? Verdict::unusable_input : std::max(verdict, Verdict::findings);
    findings.push_back(std::move(finding));
  }
  if (process.exit_status != 0 && findings.empty())
    return failed(std::move(process), "pylint failed without a finding");
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = verdict;
  outcome.findings = std::move(findings);
  return outcome;
}

}  // namespace

Adapter pylint_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "pylint";
  adapter.scope = Scope::closure;
  // isort, which pylint asks about the order of imports, reads the others.
  adapter.environment = {"PYLINTRC", "PYLINTHOME", "VIRTUAL_ENV", "XDG_CONFIG_HOME"};
  adapter.config.upwards = {"pylintrc", "pylintrc.toml", ".pylintrc", ".pylintrc.toml",
                            "pyproject.toml", "setup.cfg", "tox.ini"};
  adapter.config.in_home = {".pylintrc", ".config/pylintrc"};
  adapter.config.absolute = {"/etc/pylintrc"};
  adapter.config.variables = {"PYLINTRC"};
  adapter.arguments = arguments;
  adapter.read = read;
  return adapter;
}

}  // namespace lintcache
