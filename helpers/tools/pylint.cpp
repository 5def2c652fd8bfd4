// SPDX-License-Identifier: MIT
// pylint's command line, configuration and output (versions 2.16 to 4).
//
// The exit status is a set of bits: 1 fatal, 2 error, 4 warning, 8 refactor, 16 convention, 32 usage.
// An uncaught exception gives status 1 with a traceback on standard error; a broken rcfile gives
// status 0 with F0011 and a plugin that cannot be loaded status 0 with E0013, so the messages decide.
#include "tools/pylint.h"

#include <algorithm>

#include "tools/output.h"

namespace lintcache {
namespace {

constexpr int k_usage_error = 32;

// Heads the messages of a module, and may come again between them.
constexpr std::string_view k_heading = "************* Module ";

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
  if (text.size() < 8 || text[5] != ':' || open == std::string::npos || text.back() != ')' ||
      text.find(k_heading) != std::string::npos)
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

// Options that this version does not know, or no longer: pylint tells of them before any file, goes on
// without them, and ends with status 0 if there is nothing else. They are about no file.
bool is_about_options(const std::string& line) {
  const auto has = [&](const char* id) { return line.find(id) != std::string::npos; };
  return has(": E0015: ") || has(": R0022: ") || has(": W0012: ");
}

// The file cannot be read as Python text at all.
bool is_unusable(const std::string& id) { return id == "F0001" || id == "F0010"; }

// The length of the name at the front of `text` if it is the file's as a module: its path with dots, from
// some directory on, without `__init__`. Else 0.
size_t module_name_length(std::string_view text, std::string name) {
  for (const std::string_view end : {".py", "/__init__"})
    if (name.ends_with(end)) name.erase(name.size() - end.size());
  std::replace(name.begin(), name.end(), '/', '.');
  for (size_t start = 0; start < name.size();) {
    const std::string_view rest = std::string_view(name).substr(start);
    if (text.starts_with(rest) && text.substr(rest.size()).starts_with('\n')) return rest.size();
    const size_t dot = rest.find('.');
    if (dot == std::string_view::npos) break;
    start += dot + 1;
  }
  return 0;
}

// The output without headings of the file's own messages. The name in them spans as many lines as the
// file's own does. Those of other messages stay, so that they are not taken for part of the file's.
std::string without_headings(std::string_view out, const std::string& file) {
  const auto is_own = [&](std::string_view text) {
    return text.empty() || text.starts_with(k_heading) || text.starts_with(file + ":") ||
           text.starts_with(as_argument(file) + ":");
  };
  std::string kept;
  while (!out.empty()) {
    const bool is_heading = out.starts_with(k_heading);
    const size_t name = is_heading ? module_name_length(out.substr(k_heading.size()), file) : 0;
    const size_t end = out.find('\n', is_heading ? k_heading.size() + name : 0);
    const size_t length = std::min(end, out.size() - 1) + 1;
    if (!is_heading || !is_own(out.substr(length))) kept += out.substr(0, length);
    out.remove_prefix(length);
  }
  return kept;
}

Outcome read(ProcessResult process, const std::string& file) {
  const std::string complaint = last_line(process.err);
  if (process.exit_status < 0 || (process.exit_status & k_usage_error) != 0)
    return failed(std::move(process), complaint.empty() ? "pylint did not come to an end" : complaint);
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), complaint);
  const Messages messages =
      read_messages(without_headings(process.out, file), {as_argument(file), file});
  for (const std::string& line : messages.other_lines)
    if (!line.empty() && !line.starts_with(k_heading) && !is_about_options(line))
      return failed(std::move(process), line);

  std::vector<Finding> findings;
  Verdict verdict = Verdict::clean;
  for (const Message& message : messages.about_file) {
    Finding finding;
    std::string id;
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
