// SPDX-License-Identifier: MIT
// One complaint of one tool about one place.
#pragma once

#include <compare>
#include <string>

namespace lintcache {

// The values are on disk: never renumber.
enum class Severity : uint8_t { warning = 0, error = 1 };

struct Finding {
  std::string path;     // relative to the source tree, bytes
  unsigned line = 1;    // starts at 1
  unsigned column = 1;  // starts at 1
  Severity severity = Severity::warning;
  std::string text;
  std::string rule;  // F401, unused-import, ...

  auto operator<=>(const Finding&) const = default;
};

}  // namespace lintcache
