// SPDX-License-Identifier: MIT
// What decides whether a file is linted and a directory is looked into.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "base/disk.h"
#include "base/result.h"
#include "discovery/allowlist.h"
#include "discovery/glob.h"
#include "model/request.h"

namespace lintcache {

enum class Rule {
  include,           // a pattern of INCLUDE matches, or leads through the directory: it is in
  no_include,        // no pattern of INCLUDE does
  exclude,           // a pattern of EXCLUDE matches
  allowlist,
  skip_linting,
  hidden,            // a directory whose name begins with a dot
  binary_directory,
  state_directory,
  marked,            // a directory that a program made for itself
  linked_directory,
  no_file,           // neither a regular file nor a link to one
};

struct Ruling {
  Rule rule = Rule::include;
  const Glob* pattern = nullptr;  // the one that decided, of include and exclude; owned by the rules
  const char* marker = nullptr;   // the file that marks a directory
  [[nodiscard]] bool takes() const { return rule == Rule::include; }
};

// Of several rules that apply, the first one decides: for files EXCLUDE, the allowlist, SKIP_LINTING; for
// directories the state directory, EXCLUDE, then what INCLUDE can lift by spelling a name out. Of several patterns,
// the one that was given first.
class Rules {
 public:
  // The request must outlive the rules.
  static Result<Rules> of(const Request& request, Disk& disk);

  // `whole`: the pattern that matched a directory above, so that its Python files are in; null for none.
  [[nodiscard]] Ruling file(const Names& path, const Glob* whole) const;

  // The pattern of EXCLUDE that matches the file; null for none.
  [[nodiscard]] const Glob* excluding(const Names& path) const;

  // Before the directory is listed.
  [[nodiscard]] Ruling directory(const Names& path, const Glob* whole) const;

  // After it.
  [[nodiscard]] Ruling listed_directory(const Names& path, const std::vector<DirectoryEntry>& entries) const;

  // The pattern that matches this directory as a whole, else `whole`.
  [[nodiscard]] const Glob* whole(const Names& path, const Glob* whole) const;

 private:
  explicit Rules(const Request& request) : request_(&request) {}
  [[nodiscard]] bool spelled_out(const Names& path) const;

  const Request* request_;
  std::vector<Glob> include_, exclude_;
  Allowlist allowlist_;
  std::unordered_set<std::string> skip_;  // relative to the source tree
};

}  // namespace lintcache
