// SPDX-License-Identifier: MIT
// Lines by the file that they name.
#include "tools/named_lines.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace lintcache {
namespace {

// Takes `number:` from the front, or leaves all as it is.
unsigned take_number(std::string_view& text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ':') return 0;
  text.remove_prefix(static_cast<size_t>(end - text.data()) + 1);
  return number;
}

// The length of `name:` at the front, or 0.
size_t name_length(std::string_view text, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (text.starts_with(name) && text.substr(name.size()).starts_with(':')) return name.size() + 1;
  return 0;
}

// The length of the character at the front; 0 where there is none in UTF-8.
size_t character_length(std::string_view bytes) {
  for (size_t length = 1; length <= std::min<size_t>(4, bytes.size()); ++length)
    if (is_utf8(bytes.substr(0, length))) return length;
  return 0;
}

using Texts = std::map<std::string, std::string>;  // by file, as the tool calls it

// Nothing where a line is about none of them, or could be about two.
std::optional<Texts> texts_of(std::string_view out, const std::vector<std::string>& files) {
  Texts texts;
  for (const std::string& file : files) {
    if (file.find_first_of(":\n") != std::string::npos) return {};
    if (!texts.emplace(as_argument(file), "").second) return {};
  }
  while (!out.empty()) {
    const size_t end = out.find('\n');
    if (end == std::string_view::npos) return {};
    const std::string_view line = out.substr(0, end + 1);
    const auto text = texts.find(std::string(line.substr(0, line.find(':'))));
    if (text == texts.end()) return {};
    text->second += line;
    out.remove_prefix(line.size());
  }
  return texts;
}

}  // namespace

std::vector<NamedLine> named_lines(std::string_view text, const std::vector<std::string>& names) {
  std::vector<NamedLine> lines;
  while (!text.empty()) {
    NamedLine line;
    const size_t length = name_length(text, names);
    line.is_about_file = length > 0;
    text.remove_prefix(length);
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view rest = text.substr(0, end);
    if (line.is_about_file) {
      line.line = take_number(rest);
      if (line.line > 0) line.column = take_number(rest);
      rest = trim(rest);
    }
    line.text = rest;
    lines.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string on_standard_error(const std::string& name) {
  std::string text;
  for (std::string_view rest = name; !rest.empty();) {
    const size_t length = character_length(rest);
    text += length > 0 ? std::string(rest.substr(0, length))
                       : fmt::format("\\udc{:02x}", static_cast<unsigned char>(rest.front()));
    rest.remove_prefix(std::max<size_t>(length, 1));
  }
  return text;
}

std::optional<std::vector<Outcome>> read_each(const ProcessResult& process, const Subject& subject, int with_lines,
                                              const std::function<Outcome(ProcessResult, const Subject&)>& read) {
  if (process.signal != 0 || process.stopped || !process.err.empty()) return {};
  if (process.exit_status != (process.out.empty() ? 0 : with_lines)) return {};
  auto texts = texts_of(process.out, subject.files);
  if (!texts) return {};
  std::vector<Outcome> outcomes;
  for (const std::string& file : subject.files) {
    ProcessResult own;
    own.out = std::move((*texts)[as_argument(file)]);
    own.exit_status = own.out.empty() ? 0 : with_lines;
    own.nanoseconds = process.nanoseconds / static_cast<int64_t>(subject.files.size());
    Subject about = subject;
    about.file = file;
    about.files.clear();
    outcomes.push_back(read(std::move(own), about));
    if (outcomes.back().verdict == Verdict::tool_failure) return {};
  }
  return outcomes;
}

}  // namespace lintcache
