// SPDX-License-Identifier: MIT
// Command lines of declared tools, and what their output means.
#include "tools/declared_tool.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/path.h"
#include "base/text.h"
#include "tools/adapter.h"
#include "tools/output.h"
#include "tools/pattern.h"
#include "tools/tool_order.h"

namespace lintcache {
namespace {

bool contains(const std::string& word, std::string_view placeholder) {
  return word.find(placeholder) != std::string::npos;
}

bool names(const ToolDeclaration& declaration, std::string_view placeholder) {
  return std::any_of(declaration.command.begin(), declaration.command.end(),
                     [&](const std::string& word) { return contains(word, placeholder); });
}

// In one pass, so that a file may be named like a placeholder.
std::string expanded(std::string_view word, const Subject& subject) {
  const std::pair<std::string_view, std::string> places[] = {
      {"{file}", as_argument(subject.file)}, {"{source_dir}", subject.source_dir}, {"{output}", subject.output},
      {"{list}", list_path(subject)}};
  std::string text;
  while (!word.empty()) {
    const auto place = std::find_if(std::begin(places), std::end(places),
                                    [&](const auto& one) { return word.starts_with(one.first); });
    text += place == std::end(places) ? std::string(1, word.front()) : place->second;
    word.remove_prefix(place == std::end(places) ? 1 : place->first.size());
  }
  return text;
}

std::vector<std::string> command_line(const std::vector<std::string>& command, const Subject& subject) {
  std::vector<std::string> words;
  for (const std::string& word : command) {
    if (word != "{files}") {
      words.push_back(expanded(word, subject));
      continue;
    }
    for (const std::string& file : subject.files) words.push_back(as_argument(file));
  }
  return words;
}

// A path that the tool printed, as seen from the tree, which is where it ran.
std::string in_tree(const std::string& printed, const Subject& subject) {
  if (printed.empty()) return subject.file;
  if (!printed.starts_with('/')) {
    const bool climbs = ("/" + printed + "/").find("/../") != std::string::npos;
    return climbs ? printed : absolute_path(printed, "/").substr(1);
  }
  const std::string path = absolute_path(printed, "/");
  std::error_code failed;
  // What a program knows of the directory it runs in is free of symbolic links.
  const std::string real = std::filesystem::canonical(subject.source_dir, failed).string();
  for (const std::string& top : {subject.source_dir, real}) {
    if (path == top) return {};
    if (!top.empty() && is_below(path, top)) return relative_to(path, top);
  }
  return std::filesystem::path(path).lexically_relative(subject.source_dir).string();
}

unsigned number_in(const std::string& text) {
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::max(number, 1u);
}

// Tools call it error, Error, fatal error, ERR, critical, failure, E or F; what else there is are warnings.
Severity severity_in(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  const bool error = word == "e" || word == "f" || word.starts_with("err") || word.starts_with("fatal") ||
                     word.starts_with("crit") || word.starts_with("fail");
  return error ? Severity::error : Severity::warning;
}

std::string first_line(const std::vector<const std::string*>& texts) {
  for (const std::string* text : texts)
    for (const std::string& line : split(*text, '\n'))
      if (const std::string_view trimmed = trim(line); !trimmed.empty()) return std::string(trimmed);
  return {};
}

// How the output of one declared tool is read.
struct Reader {
  std::string name;
  std::vector<int> findings_exit;
  std::optional<LinePattern> pattern;
  bool has_report = false;  // a file of its own, {output}

  Result<void> take_findings(const std::string& text, const Subject& subject, std::vector<Finding>& findings) const {
    for (const std::string& whole : split(text, '\n')) {
      const std::string_view line = trim(whole);
      if (line.empty()) continue;
      const size_t length = whole.size() - (whole.ends_with('\r') ? 1 : 0);
      LINTCACHE_TRY_ASSIGN(const auto parts, pattern->match(std::string_view(whole).substr(0, length)));
      if (!parts) continue;
      findings.push_back({in_tree(parts->file, subject), number_in(parts->line), number_in(parts->column),
                          severity_in(parts->severity), parts->text.empty() ? std::string(line) : parts->text,
                          parts->rule.empty() ? name : parts->rule});
    }
    return {};
  }

  Result<std::vector<Finding>> findings_in(const ProcessResult& process, const Subject& subject) const {
    std::vector<Finding> findings;
    if (!pattern) return findings;
    LINTCACHE_TRY(take_findings(has_report ? process.output : process.out, subject, findings));
    if (!has_report) LINTCACHE_TRY(take_findings(process.err, subject, findings));
    return findings;
  }

  Outcome read(ProcessResult process, const Subject& subject) const {
    const auto& known = findings_exit;
    const bool tells = std::find(known.begin(), known.end(), process.exit_status) != known.end();
    const std::string said = first_line({&process.output, &process.out, &process.err});
    if (process.exit_status != 0 && !tells) {
      const std::string complaint = last_line(process.err);
      return failed(std::move(process), !complaint.empty() ? complaint : !said.empty() ? said : name + " failed");
    }
    if (tells && has_report && process.output.empty())
      return failed(std::move(process), name + " " + std::string(k_no_report) + (said.empty() ? "" : ": " + said));
    auto read = findings_in(process, subject);
    if (!read) return failed(std::move(process), read.error().text());
    std::vector<Finding> findings = *std::move(read);
    if (tells && findings.empty())
      findings.push_back({subject.file, 1, 1, Severity::warning,
                          said.empty() ? name + " found something and does not say what" : said, name});
    const std::string report = std::move(process.output);
    Outcome outcome = outcome_of(std::move(process));
    outcome.out += report;
    outcome.verdict = findings.empty() ? Verdict::clean : Verdict::findings;
    outcome.findings = std::move(findings);
    return outcome;
  }
};

Scope scope_of(const std::string& name) {
  if (name == "self") return Scope::self;
  if (name == "self+fs") return Scope::self_fs;
  if (name == "trace") return Scope::trace;
  return name == "closure" ? Scope::closure : Scope::tree;
}

std::string label(const ToolDeclaration& declaration) { return "lint_tools, " + declaration.name + ": "; }

}  // namespace

Result<void> check_declared_tools(const Request& request) {
  for (const ToolDeclaration& declaration : request.lint_tools) {
    if (const auto pattern = LinePattern::from(declaration.pattern); !declaration.pattern.empty() && !pattern)
      return asked_wrongly(label(declaration) + pattern.error().what, declaration.declared_in,
                           pattern.error().hint + ": " + pattern.error().where);
  }
  return check_tool_order(request);
}

std::string list_path(const Subject& subject) { return subject.output + ".list"; }

Adapter declared_adapter(const ToolDeclaration& declaration) {
  Reader reader{declaration.name, declaration.findings_exit, {}, names(declaration, "{output}")};
  if (auto pattern = LinePattern::from(declaration.pattern); !declaration.pattern.empty() && pattern)
    reader.pattern = std::move(*pattern);
  Adapter adapter;
  adapter.name = declaration.name;
  adapter.scope = scope_of(declaration.scope);
  adapter.unit = names(declaration, "{file}") ? Unit::file : Unit::tree;
  adapter.config.absolute = declaration.config;
  adapter.own_environment = declaration.environment;
  adapter.always = declaration.always;
  adapter.by_default = true;
  adapter.arguments = [command = declaration.command](const Subject& subject) {
    return command_line(command, subject);
  };
  adapter.read = [reader](ProcessResult process, const Subject& subject) {
    return reader.read(std::move(process), subject);
  };
  return adapter;
}

}  // namespace lintcache
