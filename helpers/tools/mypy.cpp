// SPDX-License-Identifier: MIT
// mypy's command line, configuration and output (versions 1 to 2).
//
// Exit status 0, or 1 where an error was found in any file that was looked at, 2 where something kept it from looking:
// a file that cannot be read or parsed, its configuration, a plugin, or itself. Of unknown options in a configuration
// it complains on standard error and goes on. Notes are part of an error, or what the file asked for by itself.
#include "tools/mypy.h"

#include <algorithm>
#include <map>

#include "base/path.h"
#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

constexpr int k_blocked = 2;

const std::string k_bootstrap = std::string(k_start_source) + k_mypy_start_source +
                                "\nprepare_mypy()\nexec(with_mypy_words(start('mypy', False)))\n";

// `@` begins the name of a file with arguments.
std::string argument(const std::string& file) { return file.starts_with('@') ? "./" + file : as_argument(file); }

std::vector<std::string> arguments(const Subject& subject) {
  // The form is fixed, whatever the configuration says. How many errors there are in all is no matter, nor which
  // sections of the configuration are about other files.
  std::vector<std::string> words = {"--cache-dir=/dev/null",  "--no-incremental",    "--show-column-numbers",
                                    "--hide-error-end",       "--no-pretty",         "--no-color-output",
                                    "--no-error-summary",     "--hide-error-context", "--show-error-codes",
                                    "--hide-absolute-path",   "--soft-error-limit=-1", "--no-warn-unused-configs",
                                    "--no-install-types",     "--interactive"};
  if (!subject.file.empty()) words.push_back(argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(argument(file));
  return words;
}

// A process says them once, about the first of all files that they fit.
constexpr std::string_view k_said_once[] = {"Hint: \"python3 -m pip install ", "(or run \"mypy --install-types\" ",
                                            "See https://mypy.readthedocs.io/", "You may be running mypy in a subpackage",
                                            "(Using --follow-imports=error, ", "(Skipping most remaining errors "};

// "a.py:1:2: error: Something  [code]".
struct Line {
  std::string file;      // as mypy names it
  unsigned line = 1, column = 1;
  std::string severity;  // error, warning or note; empty: it is no message
  std::string text, code;
};

constexpr std::string_view k_severities[] = {"error", "warning", "note"};

// The file's name is what stands before the first colon, unless it is one of `names`, which may hold any.
Line line_of(std::string_view text, const std::vector<std::string>& names) {
  if (text.empty()) return {};
  std::vector<std::string> known = names;
  known.emplace_back(text.substr(0, text.find(':')));
  const NamedLine named = named_lines(text, known).front();
  Line line;
  if (!named.is_about_file) return line;
  for (const std::string& name : known)
    if (line.file.empty() && text.starts_with(name + ":")) line.file = name;
  line.line = std::max(named.line, 1u);
  line.column = std::max(named.column, 1u);
  std::string_view rest = named.text;
  for (const std::string_view severity : k_severities)
    if (rest.starts_with(severity) && rest.substr(severity.size()).starts_with(": ")) line.severity = severity;
  if (line.severity.empty()) return line;
  rest.remove_prefix(line.severity.size() + 2);
  if (const size_t code = rest.rfind("  ["); code != std::string_view::npos && rest.ends_with(']')) {
    line.code = rest.substr(code + 3, rest.size() - code - 4);
    rest = rest.substr(0, code);
  }
  line.text = trim(rest);
  return line;
}

bool is_said_once(const Line& line) {
  return line.severity == "note" && std::any_of(std::begin(k_said_once), std::end(k_said_once),
                                                [&](std::string_view start) { return line.text.starts_with(start); });
}

// How the file is called in the output. Bytes that are not UTF-8 are escaped.
std::vector<std::string> names_of(const std::string& file) { return {file, on_standard_error(file)}; }

bool is_about(const Line& line, const std::vector<std::string>& names) {
  return !line.severity.empty() && std::find(names.begin(), names.end(), line.file) != names.end();
}

Finding finding_of(const std::string& file, const Line& line) {
  return {file, line.line, line.column, line.severity == "error" ? Severity::error : Severity::warning, line.text,
          line.code.empty() ? "mypy" : line.code};
}

// Without what it logs where the configuration wants that.
std::string complaints_in(const std::string& err) {
  std::string kept;
  for (const std::string& line : split(err, '\n'))
    if (!line.empty() && !line.starts_with("LOG: ") && !line.starts_with("TRACE: ")) kept += line + '\n';
  return kept;
}

// What kept mypy from looking, where it is the tree's fault: its last words about a file of Python. Empty for all else.
std::string obstacle_in(const ProcessResult& process, const std::vector<std::string>& names) {
  std::string last;
  for (const std::string* stream : {&process.out, &process.err})
    for (const std::string& text : split(*stream, '\n')) {
      const Line line = line_of(text, names);
      const bool is_code = line.file.ends_with(".py") || line.file.ends_with(".pyi") || is_about(line, names);
      if ((line.severity == "error" && is_code) || text.starts_with("mypy: can't decode file ") ||
          text.starts_with("mypy: can't read file ") || text.ends_with(" is not a valid Python package name"))
        last = text;
    }
  return last;
}

Outcome read_blocked(ProcessResult process, const std::string& file) {
  const std::vector<std::string> names = names_of(file);
  const std::string obstacle = obstacle_in(process, names);
  if (obstacle.empty()) {
    const std::string complaint = last_line(process.err.empty() ? process.out : process.err);
    return failed(std::move(process), complaint.empty() ? "mypy did not come to an end" : complaint);
  }
  Outcome outcome = outcome_of(std::move(process));
  outcome.err = complaints_in(outcome.err);
  outcome.verdict = Verdict::unusable_input;
  if (is_about(line_of(obstacle, names), names)) {
    for (const std::string* stream : {&outcome.out, &outcome.err})
      for (const std::string& text : split(*stream, '\n'))
        if (const Line line = line_of(text, names); is_about(line, names) && line.severity != "note")
          outcome.findings.push_back(finding_of(file, line));
  } else {
    const std::string own = "mypy: can't ";
    const bool is_own = obstacle.starts_with(own) && obstacle.find(" file '" + file + "': ") != std::string::npos;
    const std::string text = is_own ? obstacle.substr(std::string("mypy: ").size()) : "not checked: " + obstacle;
    outcome.findings = {{file, 1, 1, Severity::error, text, "not-checked"}};
  }
  return outcome;
}

Outcome outcome_from(const std::string& file, const std::vector<Line>& lines) {
  Outcome outcome;
  for (const Line& line : lines)
    if (line.severity != "note") outcome.findings.push_back(finding_of(file, line));
  if (!outcome.findings.empty()) outcome.verdict = Verdict::findings;
  // Of the process it is also 1 for errors elsewhere.
  outcome.exit_status = outcome.findings.empty() ? 0 : 1;
  return outcome;
}

bool is_broken(const ProcessResult& process) {
  for (const std::string* stream : {&process.out, &process.err})
    for (const char* word : {"INTERNAL ERROR", "Traceback (most recent call last)"})
      if (stream->find(word) != std::string::npos) return true;
  return false;
}

Outcome read(ProcessResult process, const Subject& subject) {
  const std::string& file = subject.file;
  const std::vector<std::string> names = names_of(file);
  if (is_broken(process) || process.exit_status < 0 || process.exit_status > k_blocked) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "mypy did not come to an end" : complaint);
  }
  if (process.exit_status == k_blocked) return read_blocked(std::move(process), file);
  std::vector<Line> lines;
  std::string own;
  for (const std::string& text : split(process.out, '\n')) {
    Line line = line_of(text, names);
    if (!is_about(line, names) || is_said_once(line)) continue;
    own += text + '\n';
    lines.push_back(std::move(line));
  }
  const std::string complaint = last_line(process.err);
  if (process.exit_status == 1 && process.out.empty()) return failed(std::move(process), complaint);
  Outcome outcome = outcome_from(file, lines);
  outcome.nanoseconds = process.nanoseconds;
  outcome.out = std::move(own);
  outcome.err = complaints_in(process.err);
  return outcome;
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  if (is_broken(process) || (process.exit_status != 0 && process.exit_status != 1)) return {};
  std::map<std::string, std::string> outs;
  for (const std::string& file : subject.files) {
    if (!is_utf8(file) || file.find_first_of(":\n") != std::string::npos) return {};
    outs[file];
  }
  for (const std::string& text : split(process.out, '\n'))
    if (const auto own = outs.find(text.substr(0, text.find(':'))); own != outs.end()) own->second += text + '\n';
  std::vector<Outcome> outcomes;
  for (const std::string& file : subject.files) {
    ProcessResult alone;
    alone.out = outs[file];
    alone.err = process.err;
    alone.exit_status = alone.out.empty() ? 0 : process.exit_status;
    outcomes.push_back(read(std::move(alone), {file}));
  }
  return outcomes;
}

// One root is added to the search path for each file, and a module of a name stands for all others of that name. So
// files of one root share a process, but not those whose name another file has a claim to.
std::string group(const std::string& file, const std::function<bool(const std::string&)>& exists) {
  const auto is_package = [&](const std::string& directory) {
    return exists(joined(directory, "__init__.py")) || exists(joined(directory, "__init__.pyi"));
  };
  const bool is_stub = file.ends_with(".pyi");
  const std::string stem = file.substr(0, file.size() - (is_stub ? 4 : 3));
  if (!(is_stub || file.ends_with(".py")) || exists(stem + (is_stub ? ".py" : ".pyi")) || is_package(stem)) return file;
  std::string root = file;
  do {
    const size_t slash = root.rfind('/');
    root.resize(slash == std::string::npos ? 0 : slash);
    if (root.ends_with("-stubs")) return root;
  } while (!root.empty() && is_package(root));
  return root + "/";
}

// Where imports are not followed, those of files that are named are.
bool runs_alone(const std::vector<std::string>& configuration) {
  return std::any_of(configuration.begin(), configuration.end(), [](std::string text) {
    std::replace(text.begin(), text.end(), '-', '_');
    for (const std::string& line : split(text, '\n'))
      if (line.find("follow_imports") != std::string::npos &&
          (line.find("skip") != std::string::npos || line.find("error") != std::string::npos))
        return true;
    return false;
  });
}

}  // namespace

Adapter mypy_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "mypy";
  adapter.scope = Scope::closure;
  adapter.parts = {false, false};
  adapter.environment = {"MYPYPATH", "XDG_CONFIG_HOME"};
  adapter.code_in_config = {"plugins"};
  adapter.config.upwards = {"mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg",
                            // They end the search upwards, whatever is in them.
                            ".git", ".hg"};
  adapter.config.in_home = {".config/mypy/config", ".mypy.ini"};
  adapter.config.sections = {{"setup.cfg", {"mypy*"}}, {"pyproject.toml", {"tool.mypy"}}};
  adapter.bootstrap = k_bootstrap;
  adapter.warm = "import mypy.main, mypy.build";
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.read_batch = read_batch;
  adapter.batch = 5000;
  adapter.undivided = true;
  adapter.group = group;
  adapter.runs_alone = runs_alone;
  return adapter;
}

}  // namespace lintcache
