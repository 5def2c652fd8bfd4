// SPDX-License-Identifier: MIT
// vulture's command line, configuration and output (versions 2.7 to 2.16).
//
// It is about all files together. Findings are on standard output, one a line, what it cannot read or parse is told on
// standard error. Exit status 0, 1 for invalid input, 2 for the command line, 3 for findings; up to 2.8 it is 1 for all.
#include "tools/vulture.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <regex>
#include <unordered_map>

#include "base/text.h"
#include "tools/named_lines.h"
#include "tools/output.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

// A command line holds two megabytes, with the environment. What would not fit well is told more tersely, and made what
// vulture's user would write before anything else sees it.
constexpr size_t k_longest_list = 1'000'000;
constexpr size_t k_longest_word = 100'000;
constexpr const char* k_tersely = "--tersely";

const std::string k_bootstrap = std::string(k_start_source) + R"python(
def spell_out():
    import os, sys
    at = sys.argv.index('--tersely')
    words, sys.argv[at:] = sys.argv[at + 1:], []
    for word in map(os.fsencode, words):
        name = b''
        while word:
            same, length, word = word.split(b' ', 2)
            name, word = name[:int(same)] + word[:int(length)], word[int(length):]
            sys.argv.append(os.fsdecode(name))
if '--tersely' in __import__('sys').argv:
    spell_out()
del spell_out
exec(start('vulture', False))
)python";

// Of each name, how many bytes are those of the one before it, how many others follow, and those.
std::vector<std::string> tersely(const std::vector<std::string>& names) {
  std::vector<std::string> words = {k_tersely};
  std::string before;
  for (const std::string& name : names) {
    if (words.size() == 1 || words.back().size() > k_longest_word) {
      words.emplace_back();
      before.clear();
    }
    const auto same = std::mismatch(name.begin(), name.end(), before.begin(), before.end()).first - name.begin();
    words.back() += std::to_string(same) + " " + std::to_string(name.size() - static_cast<size_t>(same)) + " ";
    words.back().append(name, static_cast<size_t>(same));
    before = name;
  }
  return words;
}

std::vector<std::string> arguments(const Subject& subject) {
  std::vector<std::string> words;
  size_t length = 0;
  for (const std::string& file : subject.files) {
    words.push_back(as_argument(file));
    length += words.back().size() + sizeof(char*) + 1;
  }
  return length > k_longest_list ? tersely(words) : words;
}

// Files by the names that a stream calls them.
class Names {
 public:
  Names(const std::vector<std::string>& files, bool is_error) {
    for (const std::string& file : files) {
      std::string name = is_error ? on_standard_error(file) : file;
      if (name.find('\n') != std::string::npos) in_lines_.push_back(name);
      files_.emplace(std::move(name), file);
    }
  }

  // The file whose name and a `:` are at the front of `text`, and where what follows begins.
  std::optional<std::pair<std::string, size_t>> at_front(std::string_view text) const {
    for (const std::string& name : in_lines_)
      if (text.starts_with(name + ":")) return {{files_.at(name), name.size() + 1}};
    const std::string_view line = text.substr(0, text.find('\n'));
    std::optional<std::pair<std::string, size_t>> longest;
    for (size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1))
      if (const auto file = files_.find(std::string(line.substr(0, colon))); file != files_.end())
        longest = {file->second, colon + 1};
    return longest;
  }

 private:
  std::unordered_map<std::string, std::string> files_;
  std::vector<std::string> in_lines_;
};

struct Message {
  std::string file;
  unsigned line = 0;  // 0: it tells none
  std::string text;
};

// The lines about files, and `other` of all others.
std::vector<Message> messages_in(std::string_view text, const Names& names, std::vector<std::string>& other) {
  std::vector<Message> messages;
  while (!text.empty()) {
    Message message;
    const auto named = names.at_front(text);
    if (named) text.remove_prefix(named->second);
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view rest = text.substr(0, end);
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), message.line);
    if (named && error == std::errc() && stop != rest.data() + rest.size() && *stop == ':')
      rest.remove_prefix(static_cast<size_t>(stop - rest.data()) + 1);
    if (named) {
      message.file = named->first;
      message.text = trim(rest);
      messages.push_back(std::move(message));
    } else {
      other.emplace_back(rest);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return messages;
}

// "unused import 'os' (90% confidence)" is an unused-import; what is not unused cannot be reached.
std::string rule_of(const std::string& text) {
  static const std::regex k_unused("^(unused [a-z]+) ");
  std::smatch match;
  if (!std::regex_search(text, match, k_unused)) return "unreachable-code";
  std::string rule = match[1].str();
  rule[rule.find(' ')] = '-';
  return rule;
}

// "Error: Could not read file a.py - ..." and a line of advice.
std::optional<Finding> unreadable(const std::string& line, const std::vector<std::string>& files) {
  for (const std::string& file : files)
    if (line.starts_with("Error: Could not read file " + on_standard_error(file) + " - "))
      return Finding{file, 1, 1, Severity::error, "could not read file", "not-checked"};
  return {};
}

// What it could not check; nothing where another complaint is among it.
std::optional<std::vector<Finding>> errors_in(const std::string& err, const std::vector<std::string>& files) {
  std::vector<std::string> other;
  std::vector<Finding> findings;
  for (Message& message : messages_in(err, Names(files, true), other))
    findings.push_back({message.file, std::max(message.line, 1u), 1, Severity::error, std::move(message.text), "not-checked"});
  for (const std::string& line : other) {
    if (line.empty() || line == "Try to change the encoding to UTF-8.") continue;
    const auto finding = unreadable(line, files);
    if (!finding) return {};
    findings.push_back(*finding);
  }
  return findings;
}

bool is_finding(const Message& message) { return message.text.find("% confidence") != std::string::npos; }

// It names some files by their whole paths, which are others in each clone.
std::string without_place(std::string err, const std::string& source_dir) {
  std::error_code failed;
  for (const std::string& top : {source_dir, std::filesystem::canonical(source_dir, failed).string()})
    if (!top.empty())
      for (size_t at = 0; (at = err.find(" " + top + "/", at)) != std::string::npos; ++at) err.erase(at + 1, top.size() + 1);
  return err;
}

Outcome read(ProcessResult process, const Subject& subject) {
  process.err = without_place(std::move(process.err), subject.source_dir);
  const auto errors = errors_in(process.err, subject.files);
  const int status = process.exit_status;
  if (!errors || (status != 0 && status != 1 && status != 3)) {
    const std::string complaint = last_line(process.err);
    return failed(std::move(process), complaint.empty() ? "vulture did not come to an end" : complaint);
  }
  std::vector<std::string> other;
  std::vector<Finding> findings;
  for (Message& message : messages_in(process.out, Names(subject.files, false), other)) {
    if (!is_finding(message)) continue;
    std::string rule = rule_of(message.text);
    findings.push_back({message.file, std::max(message.line, 1u), 1, Severity::warning, std::move(message.text), std::move(rule)});
  }
  if ((status == 0) != (findings.empty() && errors->empty()))
    return failed(std::move(process), other.empty() ? "vulture failed without a finding" : other.back());
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = !errors->empty() ? Verdict::unusable_input : findings.empty() ? Verdict::clean : Verdict::findings;
  outcome.findings = std::move(findings);
  outcome.findings.insert(outcome.findings.end(), errors->begin(), errors->end());
  return outcome;
}

}  // namespace

Adapter vulture_adapter() {
  Adapter adapter;
  adapter.name = adapter.module = adapter.distribution = "vulture";
  // Each file counts, and nothing else does.
  adapter.scope = Scope::self;
  adapter.unit = Unit::tree;
  adapter.companions = {"toml", "tomli"};
  adapter.config.upwards = {"pyproject.toml"};
  adapter.config.sections = {{"pyproject.toml", {"tool.vulture"}}};
  adapter.bootstrap = k_bootstrap;
  adapter.arguments = arguments;
  adapter.read = read;
  return adapter;
}

}  // namespace lintcache
