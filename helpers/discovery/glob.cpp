// SPDX-License-Identifier: MIT
// Matching paths against patterns, name by name.
#include "discovery/glob.h"

#include <fnmatch.h>

#include "base/text.h"

namespace lintcache {
namespace {

bool is_literal(const std::string& name) { return name.find_first_of("*?[\\") == std::string::npos; }

bool name_matches(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

bool matches(const Names& pattern, size_t p, const Names& path, size_t n) {
  if (p == pattern.size()) return n == path.size();
  if (pattern[p] == "**") {
    // A final `**` is everything below, but not the directory itself.
    if (p + 1 == pattern.size()) return n < path.size();
    for (size_t skip = n; skip <= path.size(); ++skip)
      if (matches(pattern, p + 1, path, skip)) return true;
    return false;
  }
  return n < path.size() && name_matches(pattern[p], path[n]) && matches(pattern, p + 1, path, n + 1);
}

// Does a beginning of the pattern match the whole path, the last name by a piece that `last` accepts?
template <class Last>
bool leads_to(const Names& pattern, size_t p, const Names& path, size_t n, const Last& last) {
  if (p == pattern.size()) return false;
  const bool at_end = n + 1 == path.size();
  if (pattern[p] == "**") {
    if (at_end && last(pattern[p])) return true;
    if (leads_to(pattern, p + 1, path, n, last)) return true;
    return !at_end && leads_to(pattern, p, path, n + 1, last);
  }
  if (!name_matches(pattern[p], path[n])) return false;
  return at_end ? last(pattern[p]) : leads_to(pattern, p + 1, path, n + 1, last);
}

}  // namespace

Result<Glob> Glob::parse(std::string_view pattern) {
  Glob glob;
  glob.text_ = pattern;
  std::string_view rest = pattern;
  if (rest.starts_with("./")) rest.remove_prefix(1);
  if (rest.ends_with('/')) {
    glob.directories_only_ = true;
    rest.remove_suffix(1);
  }
  const bool anchored = rest.find('/') != std::string_view::npos;
  if (rest.starts_with('/')) rest.remove_prefix(1);
  if (rest.empty())
    return asked_wrongly("a pattern is empty", std::string(pattern), "write a glob such as **/*.py");
  if (!anchored && rest != "**") glob.pattern_.push_back("**");
  for (std::string& name : split(rest, '/')) {
    if (name.empty() || name == "..")
      return asked_wrongly("a pattern has an empty name or '..' in it", std::string(pattern),
                           "patterns are relative to the top of the source tree");
    if (name == "**" && !glob.pattern_.empty() && glob.pattern_.back() == "**") continue;
    glob.pattern_.push_back(std::move(name));
  }
  return glob;
}

bool Glob::matches_file(const Names& path) const {
  return !directories_only_ && matches(pattern_, 0, path, 0);
}

bool Glob::matches_directory(const Names& path) const { return matches(pattern_, 0, path, 0); }

bool Glob::may_match_below(const Names& directory) const {
  return directory.empty() || leads_to(pattern_, 0, directory, 0, [](const auto&) { return true; });
}

bool Glob::names_directory(const Names& directory) const {
  return leads_to(pattern_, 0, directory, 0,
                  [](const std::string& piece) { return piece != "**" && is_literal(piece); });
}

}  // namespace lintcache
