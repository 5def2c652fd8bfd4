// SPDX-License-Identifier: MIT
// Reports as graphs of inputs.
#include "imports/runtime_graph.h"

#include <algorithm>
#include <unordered_map>

#include "base/components.h"
#include "imports/description.h"
#include "imports/footprint.h"

namespace lintcache {
namespace {

class Numbers {
 public:
  explicit Numbers(std::vector<TracedInput>& inputs) : inputs_(inputs) {}

  uint32_t of(TracedInput input) {
    const auto [entry, is_new] = known_.try_emplace(std::move(input), static_cast<uint32_t>(inputs_.size()));
    if (is_new) inputs_.push_back(entry->first);
    return entry->second;
  }

 private:
  std::vector<TracedInput>& inputs_;
  std::unordered_map<TracedInput, uint32_t> known_;
};

bool is_parent(std::string_view parent, std::string_view name) {
  return name.size() > parent.size() && name.starts_with(parent) && name[parent.size()] == '.';
}

DescribedModule described(const BatchReport& report, uint32_t number) {
  const ImportedModule& module = report.modules[number];
  DescribedModule described{module.name, {}, {}, {}};
  const auto is_file = [](const Seen& seen) {
    return seen.kind == SeenKind::module || seen.kind == SeenKind::extension;
  };
  const auto file = std::find_if(module.seen.begin(), module.seen.end(), is_file);
  if (file != module.seen.end()) described.file = file->path;
  for (const uint32_t other : module.imports) {
    const std::string& name = report.modules[other].name;
    // Every import of a submodule asks for its packages first.
    (is_parent(name, module.name) ? described.implied : described.imports).push_back(name);
  }
  for (auto* names : {&described.imports, &described.implied}) std::sort(names->begin(), names->end());
  return described;
}

InputGraph::Group group_of(const BatchReport& report, const std::vector<uint32_t>& members, Numbers& numbers) {
  InputGraph::Group group;
  std::vector<DescribedModule> modules;
  for (const uint32_t member : members) {
    for (const Seen& seen : report.modules[member].seen)
      if (auto input = traced(seen)) group.inputs.push_back(numbers.of(std::move(*input)));
    modules.push_back(described(report, member));
  }
  std::sort(group.inputs.begin(), group.inputs.end());
  group.inputs.erase(std::unique(group.inputs.begin(), group.inputs.end()), group.inputs.end());
  // Not by number: the same group is to have the same description in every report.
  std::sort(modules.begin(), modules.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  group.description = to_description(modules);
  return group;
}

}  // namespace

RuntimeGraph runtime_graph(const BatchReport& report) {
  const auto next = [&](uint32_t module) { return std::span(report.modules[module].imports); };
  Components components = strongly_connected(report.modules.size(), next);
  auto below = components_below(components, next);
  RuntimeGraph graph;
  Numbers numbers(graph.graph.inputs);
  for (size_t i = 0; i < below.size(); ++i) {
    const auto& members = components.members[i];
    const auto depends = [&](uint32_t module) { return report.modules[module].order_dependent; };
    const auto depends_below = [&](uint32_t group) -> bool { return graph.order_dependent[group]; };
    graph.order_dependent.push_back(std::any_of(members.begin(), members.end(), depends) ||
                                    std::any_of(below[i].begin(), below[i].end(), depends_below));
    graph.graph.groups.push_back(group_of(report, members, numbers));
    graph.graph.groups.back().below = std::move(below[i]);
  }
  graph.group_of = std::move(components.of);
  return graph;
}

std::vector<size_t> to_import_alone(const BatchReport& report, const RuntimeGraph& graph, size_t asked) {
  std::vector<size_t> alone;
  if (asked < 2) return alone;
  for (size_t i = 0; i < asked; ++i) {
    const ImportedFile* file = i < report.files.size() ? &report.files[i] : nullptr;
    if (file == nullptr || (!file->first && graph.order_dependent[graph.group_of[file->module]]))
      alone.push_back(i);
  }
  return alone;
}

}  // namespace lintcache
