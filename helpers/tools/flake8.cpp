// SPDX-License-Identifier: MIT
// flake8's command line, configuration and output (versions 5 to 7).
//
// Exit status 0 or 1; findings on standard output, one a line. A configuration it cannot use and a
// plugin that breaks end with "There was a critical error" on standard output and status 1; other
// crashes are tracebacks on standard error with status 1. Statistics and counts that a configuration
// may ask for come after the findings.
#include "tools/flake8.h"

#include "base/text.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

const std::string k_critical = "There was a critical error";

const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('flake8', False))\n";

// How the output names the file. flake8 falls over names that are not UTF-8, so they are said for it.
std::string shown_name(const std::string& file) {
  return is_utf8(file) ? as_argument(file) : printable(as_argument(file));
}

std::string format_for(const std::string& file) {
  if (is_utf8(file)) return "default";
  std::string name;
  for (const char byte : shown_name(file)) name.append(byte == '%' ? 2 : 1, byte);
  return name + ":%(row)d:%(col)d: %(code)s %(text)s";
}

std::vector<std::string> arguments(const Subject& subject) {
  // The form is fixed, whatever the configuration says; which findings there are is not touched.
  std::vector<std::string> words = {"--format=" + format_for(subject.file), "--no-show-source", "--color=never", "--jobs=1"};
  if (!subject.file.empty()) words.push_back(as_argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

// Errors are what would fail at run time: E9 (syntax, I/O), F7 (misplaced statements), F8 (undefined
// names). The rest is taste or suspicion.
Severity severity(std::string_view code) {
  const bool error = code.starts_with("E9") || code.starts_with("F7") || code.starts_with("F8");
  return error ? Severity::error : Severity::warning;
}

Outcome read(ProcessResult process, const Subject& subject) {
  const std::string& file = subject.file;
  if (process.exit_status != 0 && process.exit_status != 1)
    return failed(std::move(process), "flake8 did not come to an end");
  Messages messages = read_messages(process.out, {shown_name(file)});
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), last_line(process.err));
  if (process.out.starts_with(k_critical) || process.out.find('\n' + k_critical) != std::string::npos)
    return failed(std::move(process), last_line(process.out));
  if (process.exit_status == 1 && messages.about_file.empty())
    return failed(std::move(process), "flake8 failed without a finding" +
                                          (messages.other_lines.empty() ? "" : ": " + messages.other_lines[0]));

  Outcome outcome = outcome_of(std::move(process));
  for (const Message& message : messages.about_file) {
    // What follows the first line are statistics, not part of the message.
    const std::string text = message.text.substr(0, message.text.find('\n'));
    const size_t space = text.find(' ');
    const std::string code = text.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : text.substr(space + 1);
    outcome.findings.push_back({file, std::max(message.line, 1u), std::max(message.column, 1u),
                                severity(code), rest, code});
    if (code == "E902") outcome.verdict = Verdict::unusable_input;
  }
  if (!outcome.findings.empty() && outcome.verdict == Verdict::clean)
    outcome.verdict = Verdict::findings;
  return outcome;
}

// The number of the one file that the line is about; nothing where that is none of them, or several by their names.
std::optional<size_t> file_of(std::string_view line, const std::vector<std::string>& names) {
  std::optional<size_t> found;
  for (size_t i = 0; i < names.size(); ++i) {
    if (!line.starts_with(names[i]) || !line.substr(names[i].size()).starts_with(':')) continue;
    if (found || read_messages(line, {names[i]}).about_file.empty()) return {};
    found = i;
  }
  return found;
}

// Each line is about one file, and there is nothing else.
std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  const bool is_clean = process.exit_status == 0 && process.out.empty();
  const bool has_findings = process.exit_status == 1 && process.out.ends_with('\n');
  if (!process.err.empty() || !(is_clean || has_findings)) return {};
  std::vector<std::string> names;
  for (const std::string& file : subject.files) {
    if (!is_utf8(file)) return {};
    names.push_back(shown_name(file));
  }
  std::vector<std::string> outs(names.size());
  for (std::string_view rest = process.out; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n') + 1);
    const auto file = file_of(line, names);
    if (!file) return {};
    outs[*file] += line;
    rest.remove_prefix(line.size());
  }
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < outs.size(); ++i) {
    ProcessResult own;
    own.exit_status = outs[i].empty() ? 0 : 1;
    own.out = std::move(outs[i]);
    outcomes.push_back(read(std::move(own), {subject.files[i]}));
  }
  return outcomes;
}

// Its plugins are looked for, and loaded, after it has read its configuration.
constexpr const char* k_warm = R"(
import flake8.main.application, flake8.main.cli
for name in ('flake8.formatting.default', 'flake8.plugins.pycodestyle', 'flake8.plugins.pyflakes', 'mccabe', 'pycodestyle',
             'pyflakes.checker'):
    try:
        __import__(name)
    except ImportError:
        pass
)";

// Less than a tenth of a second is gained by more.
constexpr size_t k_batch = 32;

}  // namespace

Adapter flake8_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "flake8";
  adapter.scope = Scope::self;
  adapter.by_default = true;
  adapter.companions = {"mccabe", "pycodestyle", "pyflakes"};
  adapter.entry_points = {"flake8.extension", "flake8.report", "flake8.listen"};
  adapter.environment = {"PYFLAKES_BUILTINS", "PYFLAKES_DOCTEST", "PYFLAKES_ERROR_UNKNOWN"};
  adapter.code_in_config = {"local-plugins"};
  adapter.config.upwards = {"setup.cfg", "tox.ini", ".flake8"};
  adapter.config.stops_at_home = true;
  for (const std::string& file : adapter.config.upwards)
    adapter.config.sections.push_back({file, {"flake8", "flake8:local-plugins"}});
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = k_warm;
  adapter.batch = k_batch;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
