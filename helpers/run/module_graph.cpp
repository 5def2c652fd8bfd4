// SPDX-License-Identifier: MIT
// Groups for names and for modules that import each other, and the search for what a module sees by accident.
#include "run/module_graph.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "base/components.h"
#include "base/path.h"

namespace lintcache {
namespace {

constexpr std::string_view k_typed = "py.typed";

bool is_directory(const std::string& file) { return file.ends_with('/'); }

bool is_or_is_below(const std::string& path, const std::string& top) { return path == top || is_below(path, top); }

bool is_searched(const Observation& observation, const std::string& path) {
  return std::any_of(observation.search_path.begin(), observation.search_path.end(),
                     [&](const std::string& top) { return is_or_is_below(path, top); });
}

// Which module asked for which, as numbers.
class Modules {
 public:
  explicit Modules(const Observation& observation) : observation_(observation) {
    for (const Observation::Module& module : observation.graph)
      numbers_.emplace(module.name, static_cast<uint32_t>(numbers_.size()));
    for (const Observation::Module& module : observation.graph) {
      auto& next = next_.emplace_back();
      for (const auto* names : {&module.imports, &module.packages})
        for (const std::string& name : *names)
          if (const auto other = find(name)) next.push_back(*other);
    }
  }

  [[nodiscard]] std::optional<uint32_t> find(const std::string& name) const {
    const auto known = numbers_.find(name);
    return known == numbers_.end() ? std::nullopt : std::optional(known->second);
  }

  [[nodiscard]] std::span<const uint32_t> next(uint32_t module) const { return next_[module]; }

  // All that the module leads to, and itself.
  [[nodiscard]] std::vector<bool> reached(uint32_t module) const {
    std::vector<bool> reached(next_.size());
    std::vector<uint32_t> waiting = {module};
    reached[module] = true;
    while (!waiting.empty()) {
      const uint32_t one = waiting.back();
      waiting.pop_back();
      for (const uint32_t other : next_[one]) {
        if (reached[other]) continue;
        reached[other] = true;
        waiting.push_back(other);
      }
    }
    return reached;
  }

 private:
  const Observation& observation_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::vector<std::vector<uint32_t>> next_;
};

// Puts groups together.
class Groups {
 public:
  Groups(const Observation& observation, const Modules& modules, const std::string& directory, InputGraph& graph)
      : observation_(observation), modules_(modules), directory_(directory), graph_(graph) {
    for (const auto* paths : {&observation.questions, &observation.listings})
      for (const std::string& path : *paths) {
        asked_.insert(path);
        asked_.insert(parent_of(path));
      }
    for (const std::string& file : observation.reads)
      if (file_name(file) == k_typed) typed_.push_back(file);
  }

  // The group for modules that lead to each other.
  uint32_t add(const std::vector<uint32_t>& members, const std::vector<uint32_t>& below) {
    InputGraph::Group group;
    group.below = below;
    for (const uint32_t member : members) {
      const Observation::Module& module = observation_.graph[member];
      add_file(module.file, group);
      for (const auto* names : {&module.imports, &module.packages, &module.missing, &module.indirect})
        for (const std::string& name : *names) group.below.push_back(name_group(name));
    }
    return finish(std::move(group));
  }

 private:
  void add_input(InputKind kind, const std::string& path, const std::string& detail, Origin origin,
                 InputGraph::Group& group) {
    TracedInput one{{kind, path, detail}, origin};
    const auto [known, is_new] = inputs_.try_emplace(one, static_cast<uint32_t>(graph_.inputs.size()));
    if (is_new) graph_.inputs.push_back(std::move(one));
    group.inputs.push_back(known->second);
  }

  void add_place(const std::string& directory, const std::string& name, InputGraph::Group& group) {
    add_input(InputKind::lookup, directory, name, Origin::absent, group);
  }

  uint32_t finish(InputGraph::Group group) {
    for (auto* list : {&group.inputs, &group.below}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    graph_.groups.push_back(std::move(group));
    return static_cast<uint32_t>(graph_.groups.size() - 1);
  }

  // The file, and what decides in which package it lies.
  void add_file(const std::string& file, InputGraph::Group& group) {
    if (file.empty()) return;
    if (!is_directory(file))
      add_input(InputKind::content, file, {}, file.ends_with(".pyi") ? Origin::stub : Origin::statement, group);
    std::string directory = is_directory(file) ? file.substr(0, file.size() - 1) : parent_of(file);
    for (; is_searched(observation_, directory); directory = parent_of(directory)) {
      const std::string start = joined(directory, "__init__.py");
      if (is_directory(file) || asked_.contains(start) || asked_.contains(start + "i"))
        add_place(directory, "__init__", group);
    }
  }

  // Where the package, or module, of this name may lie.
  [[nodiscard]] std::vector<std::string> directories_of(const std::string& name) const {
    std::string path = name;
    std::replace(path.begin(), path.end(), '.', '/');
    const size_t top = std::min(path.find('/'), path.size());
    std::vector<std::string> directories;
    for (const std::string& place : observation_.search_path)
      for (const std::string& one : {path, path.substr(0, top) + "-stubs" + path.substr(top)})
        if (std::string directory = joined(place, one); asked_.contains(directory))
          directories.push_back(std::move(directory));
    return directories;
  }

  // What decides which file the module of this name is, without what the packages that it lies in ask for.
  uint32_t name_group(const std::string& name) {
    if (const auto known = names_.find(name); known != names_.end()) return known->second;
    InputGraph::Group group;
    const size_t dot = name.rfind('.');
    if (dot == std::string::npos) {
      add_top(name, group);
    } else {
      group.below = {name_group(name.substr(0, dot))};
      for (const std::string& directory : directories_of(name.substr(0, dot)))
        for (const std::string& one : {name.substr(dot + 1), name.substr(dot + 1) + "-stubs"})
          add_place(directory, one, group);
    }
    for (const std::string& directory : directories_of(name))
      for (const char* one : {"__init__", "py"}) add_place(directory, one, group);
    // Perhaps it is started in a package.
    if (!modules_.find(name)) add_place(directory_, "__init__", group);
    const uint32_t number = finish(std::move(group));
    names_.emplace(name, number);
    return number;
  }

  void add_top(const std::string& name, InputGraph::Group& group) {
    for (const std::string& place : observation_.search_path) {
      for (const std::string& one : {name, name + "-stubs"}) add_place(place, one, group);
      for (const std::string& file : typed_)
        if (is_below(file, joined(place, name)) || is_below(file, joined(place, name + "-stubs")))
          add_input(InputKind::content, file, {}, Origin::stub, group);
    }
  }

  const Observation& observation_;
  const Modules& modules_;
  const std::string& directory_;
  InputGraph& graph_;
  std::unordered_set<std::string> asked_;
  std::vector<std::string> typed_;
  std::unordered_map<TracedInput, uint32_t> inputs_;
  std::unordered_map<std::string, uint32_t> names_;
};

bool is_letter(char one) {
  return one == '_' || (one >= '0' && one <= '9') || (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') ||
         static_cast<unsigned char>(one) >= 128;
}

// What a text of Python does with names: a dot, an alias.
class Words {
 public:
  explicit Words(std::string_view text) {
    std::string before;  // the word before the last sign
    char sign = '\n';
    for (size_t at = 0; at < text.size();) {
      if (!is_letter(text[at])) {
        if (text[at] != ' ' && text[at] != '\t') sign = text[at];
        // `name =`, but not `name ==`.
        if (text[at] == '=' && !text.substr(at + 1).starts_with('=')) aliases_.insert(before);
        ++at;
        continue;
      }
      const size_t begin = at;
      while (at < text.size() && is_letter(text[at])) ++at;
      std::string word(text.substr(begin, at - begin));
      if (sign == '.') attributes_.emplace(before, word);
      if (sign == ' ' && before == "as") aliases_.insert(word);
      before = std::move(word);
      sign = ' ';
    }
  }

  // Is it perhaps asked for the submodule `leaf` of a package whose own name is `package`?
  [[nodiscard]] bool ask(const std::string& package, const std::string& leaf) const {
    return std::any_of(attributes_.begin(), attributes_.end(), [&](const auto& attribute) {
      return attribute.second == leaf && (attribute.first == package || aliases_.contains(attribute.first));
    });
  }

 private:
  std::set<std::pair<std::string, std::string>> attributes_;
  std::set<std::string> aliases_;
};

// Older versions of mypy know `a.b` in a file that imports only `a`, if any other file imports `a.b`.
class Accidents {
 public:
  Accidents(const Observation& observation, const Modules& modules,
            const std::function<std::string(const std::string&)>& text_of)
      : observation_(observation), modules_(modules), text_of_(text_of),
        uncertain_(observation.uncertain.begin(), observation.uncertain.end()) {}

  // Did the file's module see one that it, or what it leads to, did not ask for? Or might it be given others?
  bool touch(uint32_t module) {
    const std::vector<bool> reached = modules_.reached(module);
    for (uint32_t one = 0; one < reached.size(); ++one)
      if (reached[one] && (is_uncertain(one, module) || saw_others(one, reached))) return true;
    return false;
  }

 private:
  [[nodiscard]] bool is_uncertain(uint32_t one, uint32_t asked) const {
    if (uncertain_.empty()) return false;
    const Observation::Module& module = observation_.graph[one];
    for (const auto* names : {&module.imports, &module.packages, &module.missing})
      for (const std::string& name : *names)
        if (uncertain_.contains(name) && name != observation_.graph[asked].name) return true;
    return false;
  }

  // That types came from elsewhere alone tells nothing: equal ones are taken for each other.
  bool saw_others(uint32_t one, const std::vector<bool>& reached) {
    const auto& indirect = observation_.graph[one].indirect;
    const bool is_suspicious = std::any_of(indirect.begin(), indirect.end(), [&](const std::string& name) {
      const auto other = modules_.find(name);
      return other && !reached[*other];
    });
    if (!is_suspicious) return false;
    const Words& words = words_of(one);
    for (uint32_t other = 0; other < reached.size(); ++other) {
      const std::string& name = observation_.graph[other].name;
      const size_t dot = name.rfind('.');
      if (reached[other] || dot == std::string::npos) continue;
      const std::string package = name.substr(0, dot);
      const auto parent = modules_.find(package);
      if (parent && reached[*parent] && words.ask(package.substr(package.rfind('.') + 1), name.substr(dot + 1)))
        return true;
    }
    return false;
  }

  const Words& words_of(uint32_t one) {
    const auto known = words_.find(one);
    if (known != words_.end()) return known->second;
    const std::string& file = observation_.graph[one].file;
    return words_.emplace(one, Words(file.empty() ? "" : text_of_(file))).first->second;
  }

  const Observation& observation_;
  const Modules& modules_;
  const std::function<std::string(const std::string&)>& text_of_;
  std::unordered_set<std::string> uncertain_;
  std::unordered_map<uint32_t, Words> words_;
};

}  // namespace

FollowedImports followed_imports(const Observation& observation, const std::vector<std::string>& files,
                                 const std::string& directory,
                                 const std::function<std::string(const std::string& path)>& text_of) {
  FollowedImports followed;
  const Modules modules(observation);
  Groups groups(observation, modules, directory, followed.graph);
  const auto next = [&](uint32_t module) { return modules.next(module); };
  const Components components = strongly_connected(observation.graph.size(), next);
  const auto below = components_below(components, next);
  std::vector<uint32_t> numbers;  // of groups, by component
  for (size_t i = 0; i < below.size(); ++i) {
    std::vector<uint32_t> others;
    for (const uint32_t component : below[i]) others.push_back(numbers[component]);
    numbers.push_back(groups.add(components.members[i], others));
  }
  std::unordered_map<std::string, uint32_t> modules_of;
  for (uint32_t i = 0; i < observation.graph.size(); ++i) modules_of.emplace(observation.graph[i].file, i);
  Accidents accidents(observation, modules, text_of);
  for (const std::string& file : files) {
    const auto module = modules_of.find(file);
    if (module == modules_of.end()) continue;
    followed.group_of[file] = numbers[components.of[module->second]];
    if (files.size() == 1) continue;
    const auto order = observation.orders.find(observation.graph[module->second].name);
    if (order != observation.orders.end()) followed.doubtful.emplace(file, order->second);
    if (accidents.touch(module->second)) followed.doubtful[file].clear();
  }
  if (files.size() == 1 && !followed.group_of.empty()) {
    // Whatever was looked at was for this one.
    followed.graph.groups.push_back({{}, numbers, {}});
    followed.group_of[files.front()] = static_cast<uint32_t>(followed.graph.groups.size() - 1);
  }
  return followed;
}

void add_for_all(const std::vector<TracedInput>& inputs, FollowedImports& followed) {
  InputGraph& graph = followed.graph;
  std::unordered_map<TracedInput, uint32_t> known;
  for (const TracedInput& one : graph.inputs) known.emplace(one, static_cast<uint32_t>(known.size()));
  // Those of the tool itself are the same for nearly all its processes.
  InputGraph::Group tools, others;
  for (const TracedInput& one : inputs) {
    const auto [entry, is_new] = known.try_emplace(one, static_cast<uint32_t>(graph.inputs.size()));
    if (is_new) graph.inputs.push_back(one);
    (one.origin == Origin::tool ? tools : others).inputs.push_back(entry->second);
  }
  const auto first = static_cast<uint32_t>(graph.groups.size());
  graph.groups.push_back(std::move(tools));
  graph.groups.push_back(std::move(others));
  std::unordered_map<uint32_t, uint32_t> whole;
  for (auto& [file, group] : followed.group_of) {
    const auto [entry, is_new] = whole.try_emplace(group, static_cast<uint32_t>(graph.groups.size()));
    if (is_new) graph.groups.push_back({{}, {group, first, first + 1}, {}});
    group = entry->second;
  }
}

Observation without_modules(Observation observation) {
  std::unordered_set<std::string> files;
  for (const Observation::Module& module : observation.graph) files.insert(module.file);
  // What lies with the tool belongs to no module here, wherever it is installed.
  const auto is_typed = [&](const std::string& file) { return file_name(file) == k_typed && is_searched(observation, file); };
  std::erase_if(observation.reads, [&](const std::string& file) { return files.contains(file) || is_typed(file); });
  for (auto* paths : {&observation.questions, &observation.listings})
    std::erase_if(*paths, [&](const std::string& path) { return is_searched(observation, path); });
  return observation;
}

}  // namespace lintcache
