// SPDX-License-Identifier: MIT
// What is known of a terminal, and lines at its lower end that are drawn over.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lintcache {

struct TerminalSize {
  size_t columns = 80;
  size_t rows = 24;
};

// Of the terminal that the descriptor is; COLUMNS and LINES are for who asks without one.
TerminalSize terminal_size(int descriptor);

bool is_terminal(int descriptor);

// May lines be drawn over there? Not where TERM says that it is none for that.
bool can_draw(bool is_terminal, const std::vector<std::string>& environment);

// NO_COLOR (https://no-color.org) goes before CLICOLOR_FORCE and CLICOLOR (https://bixense.com/clicolors).
bool wants_colour(bool is_terminal, const std::vector<std::string>& environment);

// Draws lines below what was printed, over those that it drew before. Knows the terminal by what it wrote there.
class DrawnLines {
 public:
  // What to write so that these lines stand there instead of those before. Each must be narrower than `columns`, the
  // terminal's width now; where that has become smaller, the lines before take more rows. Empty: they stand there.
  std::string draw(const std::vector<std::string>& lines, size_t columns);

  // What to write so that nothing is left of them.
  std::string erase(size_t columns) { return draw({}, columns); }

 private:
  [[nodiscard]] size_t rows(size_t columns) const;

  std::vector<std::string> lines_;
  size_t columns_ = 0;  // of the terminal when they were drawn
};

}  // namespace lintcache
