// SPDX-License-Identifier: MIT
// The walk through a source tree.
#include "discovery/tree_walk.h"

#include <algorithm>
#include <optional>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

// Goes through the directories; what it does with what it meets is for each kind of walk to say.
class Walk {
 public:
  Walk(const Request& request, StatCache& disk) : request_(request), disk_(disk) {}
  virtual ~Walk() = default;

  Result<void> go() {
    LINTCACHE_TRY_ASSIGN(rules_, Rules::of(request_, disk_.disk()));
    // So that it is known what the walk depends on.
    if (!request_.allowlist.empty()) disk_.content(request_.allowlist);
    const auto top = disk_.entries(request_.source_dir);
    if (!top) return unreadable(top.error(), request_.source_dir);
    if (*top == nullptr)
      return asked_wrongly("the source tree is not there", request_.source_dir,
                           "was it moved or not yet made? results kept for it are untouched");
    Names path;
    return visit(**top, path, nullptr);
  }

 protected:
  // `type` is the entry's own: a link stays one.
  virtual void meet_file(const Names& path, FileType type, const Glob* whole) = 0;
  virtual void leave_out(const Names&, const Ruling&) {}

  [[nodiscard]] const Rules& rules() const { return *rules_; }

  [[nodiscard]] std::string absolute(const Names& path) const {
    return joined(request_.source_dir, join(path, "/"));
  }

  // What is at the end of a link; nothing where it leads nowhere. Asked at every run: what a link leads to can
  // change without a trace in its directory.
  [[nodiscard]] std::optional<FileType> behind(const Names& path) const {
    const auto status = disk_.status(absolute(path));
    if (!status || !*status) return std::nullopt;
    return (*status)->type;
  }

  [[nodiscard]] bool is_file(const Names& path, FileType type) const {
    return type == FileType::regular || (type == FileType::symlink && behind(path) == FileType::regular);
  }

  const Request& request_;

 private:
  // `whole`: the pattern that matched a directory above.
  Result<void> visit(const std::vector<DirectoryEntry>& entries, Names& path, const Glob* whole) {
    for (const DirectoryEntry& entry : entries) {
      path.push_back(entry.name);
      if (entry.type == FileType::directory) {
        LINTCACHE_TRY(enter(path, whole));
      } else {
        meet_file(path, entry.type, whole);
      }
      path.pop_back();
    }
    return {};
  }

  Result<void> enter(Names& path, const Glob* whole) {
    whole = rules().whole(path, whole);
    const Ruling before = rules().directory(path, whole);
    if (!before.takes()) {
      leave_out(path, before);
      return {};
    }
    const std::string directory = absolute(path);
    const auto entries = disk_.entries(directory);
    if (!entries) return unreadable(entries.error(), directory);
    if (*entries == nullptr) return {};
    const Ruling after = rules().listed_directory(path, **entries);
    if (!after.takes()) {
      leave_out(path, after);
      return {};
    }
    return visit(**entries, path, whole);
  }

  static Error unreadable(const Error& cause, const std::string& directory) {
    return asked_wrongly(cause.what, directory, "make it readable, or leave it out by EXCLUDE");
  }

  StatCache& disk_;
  std::optional<Rules> rules_;
};

class WalkForLinted final : public Walk {
 public:
  using Walk::Walk;
  std::vector<std::string> found;

 private:
  void meet_file(const Names& path, FileType type, const Glob* whole) override {
    if (type != FileType::other && rules().file(path, whole).takes() && is_file(path, type))
      found.push_back(join(path, "/"));
  }
};

class WalkForAll final : public Walk {
 public:
  using Walk::Walk;
  std::vector<std::string> found;

 private:
  void meet_file(const Names& path, FileType type, const Glob* whole) override {
    if (wanted(path, whole) && is_file(path, type)) found.push_back(join(path, "/"));
  }

  [[nodiscard]] bool wanted(const Names& path, const Glob* whole) const {
    if (rules().file(path, whole).takes()) return true;
    const bool written_by_runs = (path.size() > 1 && path[path.size() - 2] == "__pycache__") ||
                                 (!request_.merged_log.empty() && absolute(path) == request_.merged_log);
    return !written_by_runs && !path.back().starts_with('.') && rules().excluding(path) == nullptr;
  }
};

class WalkForReasons final : public Walk {
 public:
  using Walk::Walk;
  std::vector<Judgement> found;

 private:
  void meet_file(const Names& path, FileType type, const Glob* whole) override {
    const std::optional<FileType> target = type == FileType::symlink ? behind(path) : type;
    Ruling ruling = rules().file(path, whole);
    if (target == FileType::directory) {
      ruling = {Rule::linked_directory};
    } else if (target != FileType::regular && ruling.takes()) {
      ruling = {Rule::no_file};
    }
    note(join(path, "/"), ruling);
  }

  void leave_out(const Names& path, const Ruling& ruling) override { note(join(path, "/") + "/", ruling); }

  void note(std::string path, const Ruling& ruling) {
    std::string detail;
    if (ruling.pattern != nullptr) detail = ruling.pattern->text();
    if (ruling.marker != nullptr) detail = ruling.marker;
    found.push_back({std::move(path), ruling.rule, std::move(detail)});
  }
};

template <class Kind>
auto walked(const Request& request, StatCache& disk) -> Result<decltype(Kind::found)> {
  Kind walk(request, disk);
  LINTCACHE_TRY(walk.go());
  return std::move(walk.found);
}

}  // namespace

Result<std::vector<std::string>> find_files(const Request& request, StatCache& disk) {
  LINTCACHE_TRY_ASSIGN(auto files, walked<WalkForLinted>(request, disk));
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<std::string>> find_all_files(const Request& request, StatCache& disk) {
  LINTCACHE_TRY_ASSIGN(auto files, walked<WalkForAll>(request, disk));
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<Judgement>> judge_files(const Request& request, StatCache& disk) {
  LINTCACHE_TRY_ASSIGN(auto judged, walked<WalkForReasons>(request, disk));
  std::sort(judged.begin(), judged.end(), [](const Judgement& a, const Judgement& b) { return a.path < b.path; });
  return judged;
}

}  // namespace lintcache
