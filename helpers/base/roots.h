// SPDX-License-Identifier: MIT
// Directories that each clone of a project has elsewhere, and text that means the same in all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintcache {

class Roots {
 public:
  // None: text stays as it is.
  Roots() = default;

  // Absolute directories, or empty for one that there is not. Their order is their number, so it must not change.
  explicit Roots(std::vector<std::string> directories);

  // Each place where text names one of the directories, or something in it, becomes a mark. Nothing is lost:
  // `unpacked` gives the text back, with the directories of the clone that asks.
  [[nodiscard]] std::string packed(std::string_view text) const;
  [[nodiscard]] std::string unpacked(std::string_view text) const;

 private:
  // The number of the root whose name ends at the returned place; npos where none begins here.
  [[nodiscard]] size_t root_at(std::string_view text, size_t at) const;

  std::vector<std::string> directories_;
};

// Packed text for people: `names` stand for the directories.
std::string shown_packed(std::string_view text, const std::vector<std::string>& names);

}  // namespace lintcache
