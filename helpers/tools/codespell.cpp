// SPDX-License-Identifier: MIT
// codespell's command line, configuration and output (versions 2.2 to 2.4).
//
// Exit status 0, or 65 where it found something, 64 and 78 for what it is asked; findings on standard output, one a
// line, among what a configuration may ask for. Files that are not UTF-8 are read as Latin-1, with a warning.
#include "tools/codespell.h"

#include <algorithm>

#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

constexpr int k_found = 65;

// A configuration may ask it to write its corrections into the files. Here they are only told.
const std::string k_bootstrap = std::string(k_start_source) +
                                "\nexec(\"program = start('codespell', False)\\n"
                                "from codespell_lib import _codespell\\n"
                                "def telling(parse_options):\\n"
                                "    def parse(*args):\\n"
                                "        options, *rest = parse_options(*args)\\n"
                                "        options.write_changes, options.interactive = False, 0\\n"
                                "        return (options, *rest)\\n"
                                "    return parse\\n"
                                "_codespell.parse_options = telling(_codespell.parse_options)\\n"
                                "del _codespell, telling\\n"
                                "exec(program)\")\n";

// To read the dictionaries that it takes by default takes longer than to look at a file. Where words are to be ignored,
// they are not the same.
constexpr std::string_view k_warm = R"(
import codespell_lib
def read_dictionaries_once():
    from codespell_lib import _codespell as program
    build, known = program.build_dict, {}
    def add_known(filename, misspellings, ignore_words):
        if filename in known and not ignore_words:
            misspellings.update(known[filename])
        else:
            build(filename, misspellings, ignore_words)
    for name, _, suffix, *_ in program._builtin_dictionaries:
        if name in program._builtin_default.split(','):
            path = program.os.path.join(program._data_root, 'dictionary%s.txt' % suffix)
            words = {}
            build(path, words, set())
            known[path] = words
    program.build_dict = add_known

try:
    read_dictionaries_once()
except (AttributeError, ImportError, OSError, TypeError, ValueError):
    pass
)";

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"--disable-colors"};
  if (!subject.file.empty()) words.push_back(as_argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

Outcome read(ProcessResult process, const Subject& subject) {
  if (process.exit_status != 0 && process.exit_status != k_found) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "codespell did not come to an end" : complaint);
  }
  if (process.err.find("Traceback (most recent call last)") != std::string::npos)
    return failed(std::move(process), last_line(process.err));
  std::vector<Finding> findings;
  for (NamedLine& line : named_lines(process.out, {as_argument(subject.file)}))
    if (line.is_about_file && line.text.find(" ==> ") != std::string::npos)
      findings.push_back({subject.file, std::max(line.line, 1u), 1, Severity::warning, std::move(line.text), "codespell"});
  if ((process.exit_status == k_found) != !findings.empty())
    return failed(std::move(process), "codespell found something and does not say what");
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = findings.empty() ? Verdict::clean : Verdict::findings;
  outcome.findings = std::move(findings);
  return outcome;
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  return read_each(process, subject, k_found, read);
}

}  // namespace

Adapter codespell_adapter() {
  Adapter adapter;
  adapter.name = adapter.distribution = "codespell";
  adapter.module = "codespell_lib";
  adapter.scope = Scope::self;
  adapter.companions = {"chardet", "tomli"};
  adapter.config.upwards = {"setup.cfg", ".codespellrc", "pyproject.toml"};
  for (const char* file : {"setup.cfg", ".codespellrc"}) adapter.config.sections.push_back({file, {"codespell"}});
  adapter.config.sections.push_back({"pyproject.toml", {"tool.codespell"}});
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  adapter.warm = k_warm;
  adapter.batch = 128;  // a process takes longer to begin than to look at some files
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
