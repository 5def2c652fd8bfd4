// SPDX-License-Identifier: MIT
// Messages in a tool's output.
#include "tools/output.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace lintcache {
namespace {

// Takes `number:` from the front.
bool take_number(std::string_view& text, unsigned& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ':') return false;
  text.remove_prefix(static_cast<size_t>(end - text.data()) + 1);
  return true;
}

// The length of `path:line:column: ` at the front, or 0.
size_t message_start(std::string_view text, const std::vector<std::string>& paths, Message& message) {
  for (const std::string& path : paths) {
    std::string_view rest = text;
    if (!rest.starts_with(path)) continue;
    rest.remove_prefix(path.size());
    if (!rest.starts_with(':')) continue;
    rest.remove_prefix(1);
    if (take_number(rest, message.line) && take_number(rest, message.column) && rest.starts_with(' '))
      return text.size() - rest.size() + 1;
  }
  return 0;
}

}  // namespace

Messages read_messages(std::string_view out, const std::vector<std::string>& paths) {
  Messages messages;
  while (!out.empty()) {
    Message message;
    const size_t start = message_start(out, paths, message);
    out.remove_prefix(start);
    const size_t end = std::min(out.find('\n'), out.size());
    const std::string_view line = out.substr(0, end);
    if (start > 0) {
      message.text = line;
      messages.about_file.push_back(std::move(message));
    } else if (messages.about_file.empty()) {
      messages.other_lines.emplace_back(line);
    } else {
      messages.about_file.back().text.append("\n").append(line);
    }
    out.remove_prefix(std::min(end + 1, out.size()));
  }
  for (Message& message : messages.about_file) message.text = trim(message.text);
  return messages;
}

Outcome outcome_of(ProcessResult process) {
  Outcome outcome;
  outcome.exit_status = process.exit_status;
  outcome.nanoseconds = process.nanoseconds;
  outcome.out = std::move(process.out);
  outcome.err = std::move(process.err);
  return outcome;
}

Outcome failed(ProcessResult&& process, std::string what) {
  const std::string end = process.signal != 0 ? fmt::format("signal {}", process.signal)
                                              : fmt::format("exit status {}", process.exit_status);
  Outcome outcome = outcome_of(std::move(process));
  outcome.verdict = Verdict::tool_failure;
  outcome.failure = fmt::format("{} ({})", what, end);
  return outcome;
}

}  // namespace lintcache
