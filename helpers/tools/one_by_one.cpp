// SPDX-License-Identifier: MIT
// The start of such a process, and its streams cut at the marks between files.
#include "tools/one_by_one.h"

#include <charconv>

#include "base/text.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

// In its globals the tool's program finds nothing of ours under a name that it is likely to use.
constexpr std::string_view k_loop = R"(
for each_one in OneByOne(tool_program):
    try:
        exec(each_one.program)
    except SystemExit as end:
        each_one.ended(end)
)";

// Python text that runs `source`, in one line.
std::string in_one_line(std::string_view source) {
  std::string line = "exec('";
  for (const char letter : source) {
    if (letter == '\n') {
      line += "\\n";
      continue;
    }
    if (letter == '\'' || letter == '\\') line += '\\';
    line += letter;
  }
  return line + "')";
}

struct Section {
  std::string text;
  int status = 0;
};

// The pieces before each mark, which is a NUL, a number and a NUL. Nothing where anything follows the last one.
std::optional<std::vector<Section>> sections_of(const std::string& stream) {
  const std::vector<std::string> pieces = split(stream, '\0');
  if (pieces.size() % 2 == 0 || !pieces.back().empty()) return {};
  std::vector<Section> sections;
  for (size_t i = 0; i + 1 < pieces.size(); i += 2) {
    const std::string& number = pieces[i + 1];
    Section section{pieces[i]};
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), section.status);
    if (error != std::errc() || end != number.data() + number.size()) return {};
    sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace

std::string start_one_by_one(const std::string& tool, std::string_view preparation) {
  std::string statements = "tool_program = start('" + tool + "', False)\n";
  // The text around them is one more than what start() knows of.
  statements += "import sys\nsys.setrecursionlimit(sys.getrecursionlimit() + 1)\n";
  statements.append(preparation).append(k_one_by_one_source).append(k_loop);
  return std::string(k_start_source) + "\n" + in_one_line(statements) + "\n";
}

std::vector<std::string> file_words(const Subject& subject) {
  std::vector<std::string> words;
  if (!subject.file.empty()) words.push_back(as_argument(subject.file));
  for (const std::string& file : subject.files) words.push_back(as_argument(file));
  return words;
}

std::optional<std::vector<Outcome>> read_one_by_one(const ProcessResult& process, const Subject& subject,
                                                    const std::function<Outcome(ProcessResult, const Subject&)>& read) {
  const size_t count = subject.files.size();
  // Nothing is marked where there is only one file.
  if (count == 1)
    return std::vector<Outcome>{read(process, {subject.files[0], {}, subject.source_dir, subject.output})};
  const auto out = sections_of(process.out), err = sections_of(process.err);
  if (process.exit_status != 0 || !out || !err || out->size() != count || err->size() != count) return {};
  std::vector<Outcome> outcomes;
  for (size_t i = 0; i < count; ++i) {
    if ((*out)[i].status != (*err)[i].status) return {};
    ProcessResult one;
    one.exit_status = (*out)[i].status;
    one.out = (*out)[i].text;
    one.err = (*err)[i].text;
    one.nanoseconds = process.nanoseconds / static_cast<int64_t>(count);
    outcomes.push_back(read(std::move(one), {subject.files[i], {}, subject.source_dir, subject.output}));
  }
  return outcomes;
}

}  // namespace lintcache
