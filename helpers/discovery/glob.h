// SPDX-License-Identifier: MIT
// File name patterns as .gitignore has them, for INCLUDE and EXCLUDE.
//
// `*`, `?` and `[...]` match within one name, `**` as a whole name matches any number of directories.
// A pattern without `/` matches at any depth; one with `/` is anchored at the top of the tree. A final
// `/` makes it match directories only. A pattern that matches a directory stands for what is below it.
// Source of the rules: gitignore(5). There is no `!`: INCLUDE and EXCLUDE say both sides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lintcache {

// A path below the tree, cut at `/`.
using Names = std::vector<std::string>;

class Glob {
 public:
  static Result<Glob> parse(std::string_view pattern);

  // The pattern as it was given.
  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] bool matches_file(const Names& path) const;
  [[nodiscard]] bool matches_directory(const Names& path) const;

  // False where nothing at or below this directory can match.
  [[nodiscard]] bool may_match_below(const Names& directory) const;

  // True where the pattern leads through this directory and spells its name out.
  [[nodiscard]] bool names_directory(const Names& directory) const;

 private:
  std::string text_;
  Names pattern_;  // "**" stands for any number of directories
  bool directories_only_ = false;
};

}  // namespace lintcache
