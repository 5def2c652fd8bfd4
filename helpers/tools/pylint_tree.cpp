// SPDX-License-Identifier: MIT
// pylint's duplicate-code and cyclic-import, as a tool on the whole tree (versions 2.16 to 4).
//
// pylint reports them on an arbitrary member of the group, and only where all members are among its arguments. So they
// are no part of what it says of one file, and a task of their own. What the project's configuration says of the two
// messages holds; all others are off.
#include "tools/pylint_tree.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "tools/output.h"
#include "tools/pylint.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

constexpr int k_usage_error = 32;

const std::string k_bootstrap = std::string(k_start_source) + R"(
program = start('pylint', False)


def check_only_trees():
    from pylint.lint import PyLinter
    check = PyLinter.check

    def check_tree(self, files):
        # By now the configuration is read.
        wanted = [name for name in ('duplicate-code', 'cyclic-import') if self.is_message_enabled(name)]
        self.disable('all')
        for name in wanted:
            self.enable(name)
        if wanted:
            check(self, files)

    PyLinter.check = check_tree


def show_the_same_lines():
    # Those of one of the files that are alike are shown: the last of a set, in which they are ordered by where they lie in memory.
    import importlib
    for name in 'symilar', 'similar':  # in newer versions; in older ones
        try:
            files = importlib.import_module('pylint.checkers.' + name).LineSet
        except (AttributeError, ImportError):
            continue
        files.__hash__ = lambda self: hash(self.name)
        break


check_only_trees()
show_the_same_lines()
del check_only_trees, show_the_same_lines
exec(program)
)";

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words = {"--output-format=text",
                                    "--msg-template={path}:{line}:{column}: {msg_id}: {msg} ({symbol})",
                                    "--score=n",
                                    "--reports=n",
                                    "--persistent=n",
                                    "--jobs=1"};
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

// What follows the first line of duplicate-code: the places, as `==module:[first:end]`, then the code, which ends with the
// symbol.
std::string places_in(const std::vector<std::string>& lines) {
  std::vector<std::string> places;
  for (const std::string& line : lines)
    if (line.starts_with("==")) places.push_back(line.substr(2));
  return join(places, ", ");
}

struct Message {
  std::string path, id, text;
  unsigned line = 0, column = 0;
  std::vector<std::string> more;  // the lines that belong to it
};

// Nothing where there are lines that belong to no message.
std::optional<std::vector<Message>> messages_in(const std::string& out) {
  static const std::regex k_message(R"(^(.+):([0-9]+):([0-9]+): ([A-Z][0-9]{4}): (.*)$)");
  std::vector<Message> messages;
  for (const std::string& line : split(out, '\n')) {
    std::smatch match;
    if (line.starts_with("************* Module ") || line.empty()) continue;
    if (std::regex_match(line, match, k_message)) {
      Message message{match[1], match[4], match[5], 0, 0, {}};
      message.line = static_cast<unsigned>(std::stoul(match[2]));
      message.column = static_cast<unsigned>(std::stoul(match[3]));
      messages.push_back(std::move(message));
    } else if (messages.empty()) {
      return {};
    } else {
      messages.back().more.push_back(line);
    }
  }
  return messages;
}

Finding finding_of(const Message& message) {
  Finding finding{message.path, std::max(message.line, 1u), message.column + 1, Severity::warning, message.text, {}};
  if (finding.path.starts_with("./")) finding.path.erase(0, 2);
  if (message.id == "R0801") {
    finding.rule = "duplicate-code";
    finding.text += ": " + places_in(message.more);
  } else {
    finding.rule = "cyclic-import";
    const size_t symbol = finding.text.rfind(" (cyclic-import)");
    finding.text.resize(std::min(symbol, finding.text.size()));
  }
  return finding;
}

bool is_about_tree(const Message& message) { return message.id == "R0801" || message.id == "R0401"; }

// A comment that names a message which pylint does not know, or no longer. It says so although all else is disabled, and
// says it of that file alone as well, which is where it counts.
bool is_about_pragma(const Message& message) {
  return message.id == "W0012" || message.id == "E0012" || message.id == "R0022" || message.id == "E0011";
}

Outcome read(ProcessResult process, const Subject&) {
  std::vector<Finding> notices;
  const auto messages = messages_in(without_notices(process.out, notices));
  if (process.exit_status < 0 || (process.exit_status & k_usage_error) != 0 || !messages ||
      process.err.find("Traceback (most recent call last)") != std::string::npos) {
    const std::string complaint = last_line(process.err.empty() ? process.out : process.err);
    return failed(std::move(process), complaint.empty() ? "pylint did not come to an end" : complaint);
  }
  for (const Message& message : *messages)
    if (!is_about_tree(message) && !is_about_pragma(message)) return failed(std::move(process), message.id + ": " + message.text);
  Outcome outcome = outcome_of(std::move(process));
  for (const Message& message : *messages)
    if (is_about_tree(message)) outcome.findings.push_back(finding_of(message));
  outcome.notices = std::move(notices);
  if (!outcome.findings.empty()) outcome.verdict = Verdict::findings;
  return outcome;
}

}  // namespace

Adapter pylint_tree_adapter() {
  Adapter adapter = pylint_adapter();
  adapter.name = "pylint-tree";
  adapter.unit = Unit::tree;
  // Of what the files import counts what pylint was seen to read.
  adapter.scope = Scope::self;
  adapter.by_default = false;
  adapter.bootstrap = k_bootstrap;
  adapter.warm = {};
  adapter.arguments = arguments;
  adapter.read = read;
  return adapter;
}

}  // namespace lintcache
