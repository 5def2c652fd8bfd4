// SPDX-License-Identifier: MIT
// Directories in which something may have come and gone while a tool ran, so that it saw what nobody else ever sees.
#pragma once

#include <set>
#include <string>
#include <unordered_set>

#include "model/input.h"
#include "run/session.h"

namespace lintcache {

// Directories of which it was seen that nothing came, went or was moved.
struct KeptPlaces {
  std::unordered_set<std::string> names, ways;
};

// Those that inputs of one process lie in. What is looked for at home, in `/tmp` and above the tree is left out: names come and go
// there all the time.
class Places {
 public:
  explicit Places(const Session& session) : session_(session) {}

  // To be called after the state of the input was taken.
  void add(const TracedInput& one);

  // What may have been another one for a while since then (by the disk's clock), as users read it; empty where nothing was.
  // `known` is of the same time; what is known need not be asked for, and becomes more.
  [[nodiscard]] std::string changed_since(int64_t started, KeptPlaces& known) const;

 private:
  void add_ways(const std::string& path);
  [[nodiscard]] bool is_in_tree(const std::string& directory) const;

  const Session& session_;
  std::set<std::string> names_;  // in which a name that was missing, or too many, would matter
  std::set<std::string> ways_;   // to files: each of them may have been elsewhere
};

}  // namespace lintcache
