// SPDX-License-Identifier: MIT
// isort's command line, configuration and output (versions 5.6 to 9).
//
// Exit status 0, and 1 where imports are not sorted; "ERROR: PATH Imports are incorrectly sorted" stands on standard
// error, in whatever form the configuration gives it. But 1 is also the end of crashes and of settings that are not
// known, and 0 that of a file that cannot be decoded and of a configuration that cannot be read, with a warning each. A
// syntax error is nothing to isort. Named files are sorted although they are skipped, unless --filter-files says no.
#include "tools/isort.h"

#include "base/text.h"
#include "tools/one_by_one.h"
#include "tools/output.h"

namespace lintcache {
namespace {

// To describe a hundred options to argparse takes as long as to look at a file, and so does to make a configuration. The
// description is always the same, and the configuration for all files of a directory. And where modules belong is
// remembered with the configuration's identity: of two that say the same the first one is taken. Newer versions are
// compiled: what one of their functions asks of another cannot be replaced, but the classes that it asks for can.
constexpr std::string_view k_preparation = R"(
def describe_options_once():
    import isort.main
    from argparse import ArgumentParser
    known = []
    class Described:
        def __getattr__(self, name):
            return getattr(known[1], name)
        def add_argument(self, *words, **options):
            pass
        def add_argument_group(self, *words, **options):
            return self
        add_mutually_exclusive_group = add_argument_group
    def described(kind, /, *words, **options):
        what = kind, words, options
        if known and known[0] == what:
            return Described()
        parser = object.__new__(kind)
        if not known:
            known[:] = what, parser
        return parser
    if '__new__' not in vars(ArgumentParser):
        ArgumentParser.__new__ = described

def configure_once():
    from isort.settings import Config
    begin, made, known = Config.__init__, {}, []
    def settings(config):
        return {name: value for name, value in vars(config).items() if name[:1] != '_'}
    def same(kind, /, *words, **options):
        if words or 'config' in options:
            return object.__new__(kind)
        question = repr(sorted(options.items()))
        if question not in made:
            config = object.__new__(kind)
            begin(config, **options)
            if not known or settings(known[0]) != settings(config):
                known[:] = [config]
            made[question] = known[0]
        return made[question]
    def begin_other(config, /, *words, **options):
        if words or 'config' in options:
            begin(config, *words, **options)
    if '__new__' not in vars(Config):
        Config.__new__, Config.__init__ = same, begin_other

for prepare in describe_options_once, configure_once:
    try:
        prepare()
    except (AttributeError, ImportError, TypeError):
        pass
del describe_options_once, configure_once, prepare
)";

const std::string k_bootstrap = start_one_by_one("isort", k_preparation);
// Also the patterns of the standard library's modules, which re remembers.
const std::string k_warm = "import isort.main\n" + std::string(k_preparation) + R"(
try:
    isort.main._build_arg_parser()
    isort.main.Config().known_patterns
except AttributeError:
    pass
)";
constexpr std::string_view k_unsorted = "Imports are incorrectly sorted and/or formatted.";
constexpr std::string_view k_broken_config = "Failed to pull configuration information from ";

// What keeps isort from reading the file.
constexpr std::string_view k_unusable[] = {"Unable to parse file ", "Encoding not supported for ", "No valid encodings.",
                                           "isort was told to sort imports within code that contains syntax errors"};

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"--check-only", "--filter-files"};
  for (std::string& word : file_words(subject)) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> fix(const Subject& subject) {
  std::vector<std::string> words = file_words(subject);
  words.insert(words.begin(), "--filter-files");
  return words;
}

bool contains(std::string_view text, std::string_view words) { return text.find(words) != std::string_view::npos; }

std::string line_with(const std::string& text, std::string_view words) {
  for (std::string& line : split(text, '\n'))
    if (contains(line, words)) return std::move(line);
  return {};
}

// Nothing where all is well with the file as such.
std::string why_unusable(const std::string& err) {
  for (const std::string_view words : k_unusable)
    if (const std::string line = line_with(err, words); !line.empty()) return line.substr(line.find(words));
  return {};
}

Outcome read(ProcessResult process, const Subject& subject) {
  const std::string& err = process.err;
  const std::string unusable = why_unusable(err);
  const bool is_unsorted = contains(err, k_unsorted);
  const bool is_known = process.exit_status == 0 || (process.exit_status == 1 && (is_unsorted || !unusable.empty()));
  if (const std::string broken = line_with(err, k_broken_config); !broken.empty())
    return failed(std::move(process), broken.substr(broken.find(k_broken_config)));
  // A syntax error that was found comes with a traceback in some versions.
  const bool is_crash = contains(err, "Traceback (most recent call last)") && unusable.empty();
  if (!is_known || is_crash) {
    const std::string complaint = last_line(err);
    return failed(std::move(process), complaint.empty() ? "isort did not come to an end" : complaint);
  }
  Outcome outcome = outcome_of(std::move(process));
  outcome.out.clear();
  // Warnings about settings come once in a process, not once a file.
  outcome.err.clear();
  if (!unusable.empty()) {
    outcome.verdict = Verdict::unusable_input;
    outcome.err = unusable + "\n";
    outcome.findings = {{subject.file, 1, 1, Severity::error, unusable, "unusable-file"}};
  } else if (outcome.exit_status == 1) {
    outcome.verdict = Verdict::findings;
    outcome.err = "ERROR: " + as_argument(subject.file) + " " + std::string(k_unsorted) + "\n";
    outcome.findings = {{subject.file, 1, 1, Severity::warning, std::string(k_unsorted), "unsorted-imports"}};
  }
  return outcome;
}

std::optional<std::vector<Outcome>> read_batch(const ProcessResult& process, const Subject& subject) {
  // It is read, and warned of, only once.
  if (contains(process.err, k_broken_config)) return {};
  return read_one_by_one(process, subject, read);
}

}  // namespace

Adapter isort_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "isort";
  // Whose modules are the project's depends on which ones are there, and isort is seen to ask.
  adapter.scope = Scope::self;
  adapter.entry_points = {"isort.profiles", "isort.sort_function"};
  adapter.environment = {"VIRTUAL_ENV", "CONDA_PREFIX"};
  adapter.config.upwards = adapter.config.beside = {".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini", ".editorconfig",
                                                    // They end the search upwards, whatever is in them.
                                                    ".git", ".hg"};
  for (const char* file : {"setup.cfg", "tox.ini"}) adapter.config.sections.push_back({file, {"isort", "tool:isort"}});
  adapter.config.sections.push_back({"pyproject.toml", {"tool.isort"}});
  adapter.bootstrap = k_bootstrap;
  adapter.warm = k_warm;
  adapter.arguments = arguments;
  adapter.fix = fix;
  adapter.fix_turn = 1;
  adapter.read = read;
  adapter.batch = 64;  // it takes milliseconds for a file
  adapter.read_batch = read_batch;
  return adapter;
}

}  // namespace lintcache
