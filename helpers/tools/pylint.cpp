// SPDX-License-Identifier: MIT
// pylint's command line, configuration and output (versions 2.16 to 4).
//
// The exit status is a set of bits: 1 fatal, 2 error, 4 warning, 8 refactor, 16 convention, 32 usage.
// An uncaught exception gives status 1 with a traceback on standard error; a broken rcfile gives
// status 0 with F0011 and a plugin that cannot be loaded status 0 with E0013, so the messages decide.
#include "tools/pylint.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "base/text.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

constexpr int k_usage_error = 32;

// pylint infers what a file does with sys.argv from its own process. So our options go around it, into the
// list that the program hands to pylint, and the process looks like one that was started with the file alone.
const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('pylint', True))\n";

// Heads the messages of a module, and may come again between them.
constexpr std::string_view k_heading = "************* Module ";

std::vector<std::string> arguments(const Subject& subject) {
  const std::string& file = subject.file;
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
constexpr const char* k_failures[] = {"F0002", "F0011", "E0013"};

bool is_failure(const std::string& id) {
  return std::find(std::begin(k_failures), std::end(k_failures), id) != std::end(k_failures);
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

// pylint's output, cut by its headings.
struct Output {
  std::string own;      // what it says about the file, and whatever stands under no heading
  std::string foreign;  // messages about other files
};

// `other.py:` of "other.py:3:0: W0611: ..."; empty for what is no message.
std::string place_in(std::string_view text) {
  static const std::regex k_message("^(.*?:)[0-9]+:[0-9]+: [A-Z][0-9]{4}: ");
  std::cmatch match;
  // Enough for any name: std::regex takes stack by the length of what it reads.
  const std::string line(text.substr(0, std::min<size_t>(text.find('\n'), 8192)));
  return std::regex_search(line.c_str(), match, k_message) ? match[1].str() : "";
}

// A heading is the file's own if the file's message follows it, another heading, or nothing. The name in
// it spans as many lines as the file's own does. A module is headed once: after what is said about another
// one, messages about either go on without a heading.
Output cut(std::string_view out, const std::string& file) {
  const auto is_own = [&](std::string_view text) {
    return text.empty() || text.starts_with(k_heading) || text.starts_with(file + ":") ||
           text.starts_with(as_argument(file) + ":");
  };
  Output output;
  bool foreign = false;
  std::set<std::string> places;  // of other files
  while (!out.empty()) {
    const bool is_heading = out.starts_with(k_heading);
    const size_t name = is_heading ? module_name_length(out.substr(k_heading.size()), file) : 0;
    const size_t end = out.find('\n', is_heading ? k_heading.size() + name : 0);
    const size_t length = std::min(end, out.size() - 1) + 1;
    if (is_heading) {
      foreign = !is_own(out.substr(length));
      if (foreign) places.insert(place_in(out.substr(length)));
    } else {
      const std::string place = place_in(out);
      if (is_own(out)) {
        foreign = false;
      } else if (!place.empty() && places.contains(place)) {
        foreign = true;
      }
      (foreign ? output.foreign : output.own) += out.substr(0, length);
    }
    out.remove_prefix(length);
  }
  return output;
}

// The first line that tells of a failure, if one does. The rest is about other files, as when a statement of
// this one assigns to another module's names.
std::string failure_in(const std::string& foreign) {
  for (const std::string& line : split(foreign, '\n'))
    for (const char* id : k_failures)
      if (line.find(std::string(": ") + id + ": ") != std::string::npos) return line;
  return {};
}

// Is this the heading of a configuration file whose messages begin with `place`? It has the whole path, and a module's name is none.
bool heads_configuration(std::string_view name, const std::string& place) {
  return name.starts_with('/') && !place.empty() && (name == place || name.ends_with("/" + place));
}

// A message about the configuration in `place`; nothing where the line is none, or tells of a failure.
std::optional<Finding> notice_in(const std::string& line, const std::string& place) {
  const Messages messages = read_messages(line, {place});
  Finding notice;
  std::string id;
  if (messages.about_file.empty() || !take_apart(messages.about_file.front(), place, notice, id) || is_failure(id)) return {};
  // An error would be one to whoever reads the lines of a build, and pylint does not fail for it.
  notice.severity = Severity::warning;
  return notice;
}

Outcome read(ProcessResult process, const Subject& subject) {
  const std::string& file = subject.file;
  const std::string complaint = last_line(process.err);
  if (process.exit_status < 0 || (process.exit_status & k_usage_error) != 0)
    return failed(std::move(process), complaint.empty() ? "pylint did not come to an end" : complaint);
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), complaint);
  std::vector<Finding> notices;
  const Output output = cut(without_notices(process.out, notices), file);
  if (const std::string failure = failure_in(output.foreign); !failure.empty())
    return failed(std::move(process), failure);
  const Messages messages = read_messages(output.own, {as_argument(file), file});
  for (const std::string& line : messages.other_lines)
    if (!line.empty()) return failed(std::move(process), line);

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
  // Without a score, as for a file without statements, the status is that of all messages.
  if (process.exit_status != 0 && findings.empty() && output.foreign.empty() && notices.empty())
    return failed(std::move(process), "pylint failed without a finding");
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = verdict;
  outcome.findings = std::move(findings);
  outcome.notices = std::move(notices);
  return outcome;
}

// It loads all of these whenever it starts, in the order in which they lie in their directories.
constexpr const char* k_warm = R"(
import os, pylint.lint, pylint.checkers, pylint.reporters
for package in pylint.checkers, pylint.reporters:
    for entry in os.listdir(package.__path__[0]):
        name, end = os.path.splitext(entry)
        is_package = not end and os.path.isdir(os.path.join(package.__path__[0], name))
        if (end == '.py' or is_package) and not name.startswith('_'):
            __import__(package.__name__ + '.' + name)
for name in 'isort', 'astroid.constraint':
    load_late(name)
server.share(lambda: Trees(server.observer))
server.start_from(Template)
)";

}  // namespace

std::string without_notices(const std::string& out, std::vector<Finding>& notices) {
  std::string rest, place;
  size_t next = 0;
  for (size_t start = 0; start < out.size(); start = next) {
    next = std::min(out.find('\n', start), out.size() - 1) + 1;
    const std::string line = out.substr(start, next - start);
    if (line.starts_with(k_heading)) {
      place = place_in(std::string_view(out).substr(next));
      if (!place.empty()) place.pop_back();
      if (!heads_configuration(trim(line.substr(k_heading.size())), place)) place.clear();
    } else if (auto notice = place.empty() ? std::nullopt : notice_in(line, place)) {
      notices.push_back(*std::move(notice));
      continue;
    }
    rest += line;
  }
  return rest;
}

Adapter pylint_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "pylint";
  adapter.scope = Scope::closure;
  adapter.by_default = true;
  adapter.companions = {"astroid", "isort"};
  adapter.entry_points = {"isort.profiles", "isort.sort_function"};
  // isort, which pylint asks about the order of imports, reads the others.
  adapter.environment = {"PYLINTRC", "PYLINTHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "XDG_CONFIG_HOME"};
  adapter.code_in_config = {"load-plugins", "init-hook", "extension-pkg", "unsafe-load-any-extension"};
  adapter.config.upwards = {"pylintrc", "pylintrc.toml", ".pylintrc", ".pylintrc.toml",
                            "pyproject.toml", "setup.cfg", "tox.ini",
                            // They end the search upwards, whatever is in them.
                            ".git", ".hg"};
  adapter.config.in_home = {".pylintrc", ".config/pylintrc"};
  adapter.config.absolute = {"/etc/pylintrc"};
  adapter.config.variables = {"PYLINTRC"};
  // isort is given its settings by pylint, and reads none of its own.
  for (const char* file : {"setup.cfg", "tox.ini"}) adapter.config.sections.push_back({file, {"pylint*", "master"}});
  adapter.config.sections.push_back({"pyproject.toml", {"tool.pylint"}});
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = k_warm;
  return adapter;
}

}  // namespace lintcache
