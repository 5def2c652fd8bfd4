// SPDX-License-Identifier: MIT
// A regular expression of a user that takes the lines of a tool's output apart.
//
// ECMAScript as std::regex has it, and named groups, which it has not: (?<file>..), (?<line>..), (?<column>..),
// (?<severity>..), (?<rule>..) and (?<text>..). They count among the numbered ones, as everywhere.
#pragma once

#include <array>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lintcache {

// What the groups hold; empty where a group is not there or took no part in the match.
struct LineParts {
  std::string file, line, column, severity, rule, text;
};

class LinePattern {
 public:
  // An error that says what is wrong with the expression; its `where` is the expression.
  static Result<LinePattern> from(const std::string& expression);

  // Looks for the expression anywhere in the line, which is without its end; only its first 4096 bytes count. Nothing
  // where it does not match; an error where that takes too much time or stack to tell.
  [[nodiscard]] Result<std::optional<LineParts>> match(std::string_view line) const;

 private:
  LinePattern() = default;

  std::regex regex_;
  std::array<size_t, 6> numbers_ = {};  // of the groups, in the order of LineParts; 0: not there
};

}  // namespace lintcache
