// SPDX-License-Identifier: MIT
// Applying INCLUDE, EXCLUDE, ALLOWLIST, SKIP_LINTING and the rules that nobody has to write.
#include "discovery/rules.h"

#include <algorithm>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

// Each marks a directory that a program made for itself: PEP 405, the Cache Directory Tagging
// Specification, and another build tree of CMake's.
constexpr const char* k_markers[] = {"pyvenv.cfg", "CACHEDIR.TAG", "CMakeCache.txt"};

Result<std::vector<Glob>> parse_all(const std::vector<std::string>& patterns) {
  std::vector<Glob> globs;
  for (const std::string& pattern : patterns) {
    LINTCACHE_TRY_ASSIGN(Glob glob, Glob::parse(pattern));
    globs.push_back(std::move(glob));
  }
  return globs;
}

template <class Matches>
const Glob* first(const std::vector<Glob>& globs, const Matches& matches) {
  const auto found = std::find_if(globs.begin(), globs.end(), matches);
  return found == globs.end() ? nullptr : &*found;
}

bool has(const std::vector<DirectoryEntry>& entries, const char* name) {
  return std::binary_search(entries.begin(), entries.end(), DirectoryEntry{name, {}},
                            [](const auto& a, const auto& b) { return a.name < b.name; });
}

}  // namespace

Result<Rules> Rules::of(const Request& request, Disk& disk) {
  Rules rules(request);
  LINTCACHE_TRY_ASSIGN(rules.include_, parse_all(request.include));
  LINTCACHE_TRY_ASSIGN(rules.exclude_, parse_all(request.exclude));
  if (!request.allowlist.empty()) {
    LINTCACHE_TRY_ASSIGN(rules.allowlist_, Allowlist::read(request.allowlist, disk));
  }
  for (const std::string& file : request.skip) rules.skip_.insert(relative_to(file, request.source_dir));
  return rules;
}

Ruling Rules::file(const Names& path, const Glob* whole) const {
  const auto matches = [&](const Glob& glob) { return glob.matches_file(path); };
  const Glob* included = first(include_, matches);
  if (included == nullptr && whole != nullptr && path.back().ends_with(".py")) included = whole;
  if (included == nullptr) return {Rule::no_include};
  if (const Glob* excluded = excluding(path)) return {Rule::exclude, excluded};
  const std::string relative = join(path, "/");
  if (allowlist_.contains(relative)) return {Rule::allowlist};
  if (skip_.contains(relative)) return {Rule::skip_linting};
  return {Rule::include, included};
}

const Glob* Rules::excluding(const Names& path) const {
  return first(exclude_, [&](const Glob& glob) { return glob.matches_file(path); });
}

Ruling Rules::directory(const Names& path, const Glob* whole) const {
  const std::string directory = joined(request_->source_dir, join(path, "/"));
  if (directory == request_->state_dir) return {Rule::state_directory};
  if (const Glob* excluded = first(exclude_, [&](const Glob& glob) { return glob.matches_directory(path); }))
    return {Rule::exclude, excluded};
  const Glob* leading =
      whole != nullptr ? whole : first(include_, [&](const Glob& glob) { return glob.may_match_below(path); });
  if (leading == nullptr) return {Rule::no_include};
  const bool hidden = path.back().starts_with('.');
  if ((hidden || directory == request_->binary_dir) && !spelled_out(path))
    return {hidden ? Rule::hidden : Rule::binary_directory};
  return {Rule::include, leading};
}

Ruling Rules::listed_directory(const Names& path, const std::vector<DirectoryEntry>& entries) const {
  for (const char* marker : k_markers)
    if (has(entries, marker) && !spelled_out(path)) return {Rule::marked, nullptr, marker};
  return {};
}

const Glob* Rules::whole(const Names& path, const Glob* whole) const {
  if (whole != nullptr) return whole;
  return first(include_, [&](const Glob& glob) { return glob.matches_directory(path); });
}

bool Rules::spelled_out(const Names& path) const {
  return first(include_, [&](const Glob& glob) { return glob.names_directory(path); }) != nullptr;
}

}  // namespace lintcache
