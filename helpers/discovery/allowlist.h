// SPDX-License-Identifier: MIT
// Files that are exempt from linting, named one by one in a file of the user's.
//
// One name a line, relative to the source tree, `/` between its parts; a name counts as it stands, blanks included.
// Empty lines and lines that begin with `#` say nothing; a file with such a name is written `./#name`. A line may
// end in CR LF, and the file may begin with a byte order mark. A name that no file has is fine: a list may be older
// than the tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/disk.h"
#include "base/result.h"

namespace lintcache {

class Allowlist {
 public:
  Allowlist() = default;

  // An error where there is no such file, or where a line can never name a file of the tree: one that is absolute,
  // ends in `/`, or has `..` or an empty part in it.
  static Result<Allowlist> read(const std::string& file, Disk& disk);

  // `file` is relative to the source tree.
  [[nodiscard]] bool contains(std::string_view file) const;

 private:
  // A name of the list. The list may be long and every file of a tree asks for its name, mostly in vain; with the
  // hashes side by side in one table, that is one look at memory, and the table is made without an allocation for
  // each name.
  struct Slot {
    size_t hash = 0;
    size_t start = 0, length = 0;  // in text_; no name has the length 0
  };

  [[nodiscard]] size_t slot_of(std::string_view name, size_t hash) const;

  std::string text_;
  std::vector<Slot> slots_;  // as many as a power of two, at least half of them free
};

}  // namespace lintcache
