// SPDX-License-Identifier: MIT
// Only groups that do not hold are entered, so a change costs what depends on it.
#include "run/changes.h"

#include <algorithm>
#include <unordered_map>

#include "base/path.h"
#include "base/text.h"
#include "imports/chain.h"

namespace lintcache {
namespace {

// Further up, `..` says less than the path itself.
constexpr int k_levels_up = 3;

// That an import leads to a file says more than that the tool read it, and that it is the file itself says most.
int rank_of(Origin origin) {
  if (origin == Origin::itself) return 0;
  return origin == Origin::tool || origin == Origin::observed ? 2 : 1;
}

class Search {
 public:
  Search(FootprintReader& reader, const Session& session, int64_t set, const Task& task)
      : reader_(reader), session_(session), task_(task), file_(joined(session.request.source_dir, task.file)), set_(set) {}

  std::vector<InputChange> run() {
    const InputGroup* own = reader_.own(set_);
    if (own == nullptr) return {};
    look_at(*own, 0);
    enter(own->below, 0);
    // Breadth first, so that the way to each group is a shortest one.
    for (size_t i = 0; i < open_.size(); ++i) {
      const int64_t id = open_[i];
      const InputGroup* group = reader_.group(id);
      if (group == nullptr) continue;
      look_at(*group, id);
      enter(group->below, id);
    }
    find_ways();
    return std::move(changes_);
  }

 private:
  // What was observed stands in no group of the footprint, but most of it is in one, too.
  void find_ways() {
    std::unordered_map<Input, InputChange*> wanted;
    for (InputChange& change : changes_)
      if (change.via.empty() && (change.recorded.origin == Origin::statement || change.recorded.origin == Origin::absent))
        wanted.emplace(change.recorded.input, &change);
    open_.clear();
    came_from_.clear();
    for (const int64_t set : task_.footprint)
      if (const InputGroup* own = wanted.empty() ? nullptr : reader_.own(set)) enter_all(own->below, 0);
    for (size_t i = 0; i < open_.size() && !wanted.empty(); ++i) {
      const InputGroup* group = reader_.group(open_[i]);
      if (group == nullptr) continue;
      for (const InputState& one : group->inputs) {
        const auto change = wanted.find(one.input);
        if (change == wanted.end()) continue;
        change->second->via = way_to(open_[i], one.input);
        wanted.erase(change);
      }
      enter_all(group->below, open_[i]);
    }
  }

  void enter_all(const std::vector<int64_t>& groups, int64_t from) {
    for (const int64_t id : groups)
      if (came_from_.emplace(id, from).second) open_.push_back(id);
  }

  void enter(const std::vector<int64_t>& groups, int64_t from) {
    for (const int64_t id : groups)
      if (!came_from_.contains(id) && !session_.store.input_sets().groups().holds(id, session_.disk)) {
        came_from_.emplace(id, from);
        open_.push_back(id);
      }
  }

  void look_at(const InputGroup& group, int64_t id) {
    for (const InputState& one : group.inputs) {
      const Digest now = session_.disk.state(one.input);
      if (now == one.state) continue;
      const auto [known, is_new] = place_of_.try_emplace(one.input, changes_.size());
      if (is_new) {
        changes_.push_back({one, now, way_to(id, one.input)});
      } else if (InputChange& first = changes_[known->second]; rank_of(one.origin) < rank_of(first.recorded.origin)) {
        first = {one, now, way_to(id, one.input)};
      }
    }
  }

  // The files between the one that the set is about and the changed one.
  std::string way_to(int64_t id, const Input& input) {
    std::vector<const InputGroup*> groups;
    for (int64_t at = id; at != 0; at = came_from_.at(at)) groups.push_back(reader_.group(at));
    const auto modules = FootprintReader::modules(groups);
    const bool is_module = std::any_of(modules.begin(), modules.end(), [&](const auto& one) { return one.file == input.path; });
    // A place that was looked at has no module itself: it belongs to the one that looked.
    const auto nearest = described(groups);
    const auto last = [&](const DescribedModule& one) {
      return is_module ? one.file == input.path : std::find(nearest.begin(), nearest.end(), one) != nearest.end();
    };
    auto names = import_chain(modules, file_, last);
    if (names.empty()) return {};
    names.erase(names.begin());
    if (!names.empty() && is_file(names.back(), modules, input.path)) names.pop_back();
    std::vector<std::string> files;
    for (const std::string& name : names) files.push_back(file_of(name, modules));
    return join(files, " -> ");
  }

  // The modules of the first group that describes any.
  static std::vector<DescribedModule> described(const std::vector<const InputGroup*>& groups) {
    for (const InputGroup* group : groups)
      if (auto modules = described_modules(group->description); !modules.empty()) return modules;
    return {};
  }

  static bool is_file(const std::string& name, const std::vector<DescribedModule>& modules, const std::string& path) {
    return std::any_of(modules.begin(), modules.end(),
                       [&](const DescribedModule& one) { return one.name == name && one.file == path; });
  }

  std::string file_of(const std::string& name, const std::vector<DescribedModule>& modules) {
    const auto module = std::find_if(modules.begin(), modules.end(), [&](const auto& one) { return one.name == name; });
    return module == modules.end() || module->file.empty() ? name : shown_path(module->file, session_.request.source_dir);
  }

  FootprintReader& reader_;
  const Session& session_;
  const Task& task_;
  const std::string file_;
  const int64_t set_;
  std::vector<int64_t> open_;
  std::unordered_map<int64_t, int64_t> came_from_;  // 0: the set itself
  std::unordered_map<Input, size_t> place_of_;  // in `changes_`
  std::vector<InputChange> changes_;
};

}  // namespace

std::vector<InputChange> changes_in(FootprintReader& reader, const Session& session, int64_t set, const Task& task) {
  return Search(reader, session, set, task).run();
}

std::string shown_path(const std::string& path, const std::string& source_dir) {
  if (path == source_dir) return ".";
  std::string up, directory = source_dir;
  for (int level = 0; level <= k_levels_up && directory != "/"; ++level, up += "../", directory = parent_of(directory)) {
    if (is_below(path, directory)) return printable(up + relative_to(path, directory));
    if (path == directory) return printable(up.substr(0, up.size() - 1));
  }
  return printable(path);
}

}  // namespace lintcache
