// SPDX-License-Identifier: MIT
// The walk through a source tree.
#include "discovery/tree_walk.h"

#include <algorithm>
#include <unordered_set>

#include "base/path.h"
#include "base/text.h"
#include "discovery/glob.h"

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

class Walk {
 public:
  Walk(const Request& request, std::vector<Glob> include, std::vector<Glob> exclude, StatCache& disk)
      : request_(request),
        include_(std::move(include)),
        exclude_(std::move(exclude)),
        skip_(request.skip.begin(), request.skip.end()),
        disk_(disk) {}

  Result<std::vector<std::string>> files() {
    const auto top = disk_.entries(request_.source_dir);
    if (!top) return unreadable(top.error(), request_.source_dir);
    if (*top == nullptr)
      return asked_wrongly("the source tree is not there", request_.source_dir,
                           "was it moved or not yet made? results kept for it are untouched");
    Names path;
    LINTCACHE_TRY(visit(**top, path, false));
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  // `below_included`: a directory above was matched by INCLUDE as a whole.
  Result<void> visit(const std::vector<DirectoryEntry>& entries, Names& path, bool below_included) {
    for (const DirectoryEntry& entry : entries) {
      path.push_back(entry.name);
      if (entry.type == FileType::directory) {
        LINTCACHE_TRY(enter(path, below_included));
      } else if (entry.type != FileType::other && wanted(path, below_included) &&
                 (entry.type == FileType::regular || leads_to_file(path))) {
        found_.push_back(join(path, "/"));
      }
      path.pop_back();
    }
    return {};
  }

  Result<void> enter(Names& path, bool below_included) {
    const auto any = [&](const std::vector<Glob>& globs, auto matches) {
      return std::any_of(globs.begin(), globs.end(),
                         [&](const Glob& glob) { return (glob.*matches)(path); });
    };
    const std::string directory = absolute(path);
    if (directory == request_.state_dir) return {};
    if (any(exclude_, &Glob::matches_directory)) return {};
    const bool included = below_included || any(include_, &Glob::matches_directory);
    if (!included && !any(include_, &Glob::may_match_below)) return {};
    const bool named = any(include_, &Glob::names_directory);
    const bool unwanted = path.back().starts_with('.') || directory == request_.binary_dir;
    if (unwanted && !named) return {};
    auto entries = disk_.entries(directory);
    if (!entries) return unreadable(entries.error(), directory);
    if (*entries == nullptr || (!named && is_marked(**entries))) return {};
    return visit(**entries, path, included);
  }

  [[nodiscard]] bool wanted(const Names& path, bool below_included) const {
    const auto matches = [&](const Glob& glob) { return glob.matches_file(path); };
    const bool included = (below_included && path.back().ends_with(".py")) ||
                          std::any_of(include_.begin(), include_.end(), matches);
    return included && std::none_of(exclude_.begin(), exclude_.end(), matches) &&
           (skip_.empty() || !skip_.contains(absolute(path)));
  }

  // Asked at every run: what a link leads to can change without a trace in its directory.
  [[nodiscard]] bool leads_to_file(const Names& path) const {
    const auto status = disk_.disk().status(absolute(path));
    return status && *status && (*status)->type == FileType::regular;
  }

  static Error unreadable(const Error& cause, const std::string& directory) {
    return asked_wrongly(cause.what, directory, "make it readable, or leave it out by EXCLUDE");
  }

  static bool is_marked(const std::vector<DirectoryEntry>& entries) {
    return std::any_of(std::begin(k_markers), std::end(k_markers), [&](const char* marker) {
      return std::binary_search(entries.begin(), entries.end(), DirectoryEntry{marker, {}},
                                [](const auto& a, const auto& b) { return a.name < b.name; });
    });
  }

  [[nodiscard]] std::string absolute(const Names& path) const {
    return joined(request_.source_dir, join(path, "/"));
  }

  const Request& request_;
  std::vector<Glob> include_, exclude_;
  std::unordered_set<std::string> skip_;
  StatCache& disk_;
  std::vector<std::string> found_;
};

}  // namespace

Result<std::vector<std::string>> find_files(const Request& request, StatCache& disk) {
  LINTCACHE_TRY_ASSIGN(auto include, parse_all(request.include));
  LINTCACHE_TRY_ASSIGN(auto exclude, parse_all(request.exclude));
  return Walk(request, std::move(include), std::move(exclude), disk).files();
}

}  // namespace lintcache
