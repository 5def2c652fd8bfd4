// SPDX-License-Identifier: MIT
// pycodestyle's command line, configuration and output (versions 2.10 to 2.15).
//
// Exit status 0 or 1; findings on standard output, one a line. Its configuration comes from above the common prefix of
// its arguments. Crashes are tracebacks with status 1. A file that is not in its encoding is read as Latin-1.
#include "tools/pycodestyle.h"

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

const std::string k_bootstrap = std::string(k_start_source) + "\nexec(start('pycodestyle', False))\n";

std::vector<std::string> arguments(const Subject& subject) {
  // The form is fixed, whatever the configuration says; which findings there are is not touched.
  std::vector<std::string> words = {"--format=default"};
  if (!subject.file.empty()) words.push_back(as_argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (process.exit_status != 0 && process.exit_status != 1)
    return failed(std::move(process), "pycodestyle did not come to an end");
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), last_line(process.err));
  const Messages messages = read_messages(process.out, {as_argument(subject.file)});
  if ((process.exit_status == 1) != !messages.about_file.empty())
    return failed(std::move(process), "pycodestyle found something and does not say what: 'quiet' may be set");
  Outcome outcome = outcome_of(std::move(process));
  for (const Message& message : messages.about_file) {
    // Lines of source and statistics, which a configuration may ask for, are not part of the message.
    const std::string text = message.text.substr(0, message.text.find('\n'));
    const size_t space = std::min(text.find(' '), text.size());
    const std::string code = text.substr(0, space);
    outcome.findings.push_back({subject.file, std::max(message.line, 1u), std::max(message.column, 1u),
                                code.starts_with("E9") ? Severity::error : Severity::warning,
                                std::string(trim(text.substr(space))), code});
    if (code == "E902") outcome.verdict = Verdict::unusable_input;
  }
  if (!outcome.findings.empty() && outcome.verdict == Verdict::clean) outcome.verdict = Verdict::findings;
  return outcome;
}

// Some versions compare the names letter by letter: `a/bc.py` and `a/bd.py` have the prefix `a/b`, and where that is a
// directory, its configuration is taken.
bool prefix_is_directory(const Subject& subject) {
  if (subject.files.size() < 2) return false;
  std::string prefix = as_argument(subject.files.front());
  for (const std::string& file : subject.files) {
    const std::string name = as_argument(file);
    prefix.erase(std::mismatch(prefix.begin(), prefix.end(), name.begin(), name.end()).first, prefix.end());
  }
  std::error_code ignored;
  return !prefix.empty() && !prefix.ends_with('/') &&
         std::filesystem::is_directory(joined(subject.source_dir, prefix), ignored);
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  if (prefix_is_directory(subject)) return {};
  return read_each(process, subject, 1, read);
}

}  // namespace

Adapter pycodestyle_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "pycodestyle";
  adapter.scope = Scope::self;
  adapter.environment = {"XDG_CONFIG_HOME"};
  adapter.config.upwards = adapter.config.beside = {"setup.cfg", "tox.ini"};
  adapter.config.in_home = {".config/pycodestyle"};
  for (const char* file : {"setup.cfg", "tox.ini", "pycodestyle"})
    adapter.config.sections.push_back({file, {"pycodestyle", "pep8"}});
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = "import pycodestyle";
  adapter.batch = 32;
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
