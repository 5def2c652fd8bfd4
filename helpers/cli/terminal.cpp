// SPDX-License-Identifier: MIT
// Escape sequences that all terminals of our time understand (ECMA-48).
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/columns.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

constexpr std::string_view k_erase_below = "\033[J";
// A raw terminal does not return by itself; and a line that turned out wider than was thought must not become two.
constexpr std::string_view k_do_not_wrap = "\033[?7l";
constexpr std::string_view k_wrap = "\033[?7h";

// Without its colours.
std::string plain(const std::string& line) {
  std::string text;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\033') text += line[at];
    else at = std::min(line.find('m', at), line.size() - 1);
  }
  return text;
}

}  // namespace

TerminalSize terminal_size(int descriptor) {
  winsize size{};
  TerminalSize known;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return known;
  if (size.ws_col > 0) known.columns = size.ws_col;
  if (size.ws_row > 0) known.rows = size.ws_row;
  return known;
}

bool is_terminal(int descriptor) { return isatty(descriptor) != 0; }

bool can_draw(bool is_terminal, const std::vector<std::string>& environment) {
  const std::string kind = value_of(environment, "TERM");
  return is_terminal && !kind.empty() && kind != "dumb";
}

bool wants_colour(bool is_terminal, const std::vector<std::string>& environment) {
  if (!value_of(environment, "NO_COLOR").empty()) return false;
  const std::string force = value_of(environment, "CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return can_draw(is_terminal, environment) && value_of(environment, "CLICOLOR") != "0";
}

size_t DrawnLines::rows(size_t columns) const {
  size_t rows = 0;
  for (const std::string& line : lines_) {
    const size_t width = columns < columns_ ? columns_of(plain(line)) : 0;
    rows += std::max<size_t>(1, (width + columns - 1) / std::max<size_t>(1, columns));
  }
  return rows;
}

std::string DrawnLines::draw(const std::vector<std::string>& lines, size_t columns) {
  if (lines == lines_ && (columns == columns_ || lines.empty())) return {};
  std::string text;
  if (!lines_.empty()) {
    text += '\r';
    if (const size_t up = rows(columns) - 1; up > 0) text += fmt::format("\033[{}A", up);
    text += k_erase_below;
  }
  if (!lines.empty()) {
    text += k_do_not_wrap;
    for (size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : "\r\n") + lines[i];
    text += k_wrap;
  }
  lines_ = lines;
  columns_ = columns;
  return text;
}

}  // namespace lintcache
