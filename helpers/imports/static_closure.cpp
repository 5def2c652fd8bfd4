// SPDX-License-Identifier: MIT
// The graph of places and files: grows from the files that are asked for until nothing in it leads out of it.
#include "imports/static_closure.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/components.h"
#include "base/path.h"

namespace lintcache {
namespace {

template <class T>
void sort_unique(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

Origin origin_of(const Input& input) {
  if (input.kind == InputKind::lookup) return Origin::absent;
  const bool is_stub = input.path.ends_with(".pyi") || file_name(input.path) == "py.typed";
  return is_stub ? Origin::stub : Origin::statement;
}

}  // namespace

StaticImports::Id StaticImports::input_id(const Input& input) {
  const auto [entry, is_new] = input_ids_.try_emplace(input, static_cast<Id>(inputs_.size()));
  if (is_new) inputs_.push_back({input, origin_of(input)});
  return entry->second;
}

StaticImports::Id StaticImports::node_of(const Place& place) {
  const auto [entry, is_new] = place_nodes_.try_emplace(&place, static_cast<Id>(nodes_.size()));
  if (is_new) nodes_.emplace_back().place = &place;
  return entry->second;
}

StaticImports::Id StaticImports::node_of(const ModuleFile& file) {
  const auto [entry, is_new] =
      file_nodes_.try_emplace(file.path + '\0' + file.name, static_cast<Id>(nodes_.size()));
  if (is_new) nodes_.emplace_back().file = file;
  return entry->second;
}

void StaticImports::expand_file(Node& node) {
  node.described = {node.file.name, node.file.path, {}, {}};
  node.inputs.push_back(input_id({InputKind::content, node.file.path, {}}));
  const auto text = read_(node.file.path);
  ++files_scanned_;
  if (!text) return;
  for (const ImportStatement& statement : scan_imports(*text)) {
    bool found = false;
    const auto places = resolver_.places(node.file, statement, found);
    for (size_t i = 0; i < places.size(); ++i) {
      const Place& place = *places[i];
      for (const Place* above = place.parent; above != nullptr; above = above->parent)
        node.described.implied.push_back(above->name);
      if (!place.found) {
        // Nothing to follow: no node of its own, and the graph stays small.
        for (const Input& input : place.inputs) node.inputs.push_back(input_id(input));
        if (place.parent != nullptr) node.next.push_back(node_of(*place.parent));
        continue;
      }
      node.next.push_back(node_of(place));
      // `from m import a` with a submodule `a` asks m for nothing else.
      const bool only_the_way = i == 0 && places.size() == statement.names.size() + 1 &&
                                std::all_of(places.begin() + 1, places.end(),
                                            [](const Place* one) { return one->found; }) &&
                                !statement.names.empty();
      const bool counts = !statement.type_checking && !only_the_way;
      (counts ? node.described.imports : node.described.implied).push_back(place.name);
    }
  }
  sort_unique(node.described.imports);
  sort_unique(node.described.implied);
  std::erase_if(node.described.implied, [&](const std::string& name) {
    return std::binary_search(node.described.imports.begin(), node.described.imports.end(), name);
  });
}

void StaticImports::expand_place(Node& node) {
  const Place& place = *node.place;
  for (const Input& input : place.inputs) node.inputs.push_back(input_id(input));
  if (place.parent != nullptr) node.next.push_back(node_of(*place.parent));
  for (const ModuleFile& file : place.files) node.next.push_back(node_of(file));
  if (!place.files.empty()) return;
  // No text will speak for it: an extension module, byte code, a namespace package.
  node.described.name = place.name;
  const auto is_content = [](const Input& input) { return input.kind == InputKind::content; };
  const auto file = std::find_if(place.inputs.begin(), place.inputs.end(), is_content);
  if (file != place.inputs.end()) node.described.file = file->path;
}

void StaticImports::expand(Id id) {
  // Nodes are added meanwhile, so this one is filled aside.
  Node node = std::move(nodes_[id]);
  nodes_[id].place = node.place;
  node.place == nullptr ? expand_file(node) : expand_place(node);
  sort_unique(node.inputs);
  sort_unique(node.next);
  nodes_[id] = std::move(node);
}

StaticGraph StaticImports::graph(std::span<const ModuleFile> files) {
  for (const ModuleFile& file : files) node_of(file);
  for (; expanded_ < nodes_.size(); ++expanded_) expand(expanded_);
  const auto next = [&](uint32_t node) { return std::span<const uint32_t>(nodes_[node].next); };
  const Components components = strongly_connected(nodes_.size(), next);
  auto below = components_below(components, next);
  StaticGraph found;
  found.graph.inputs = inputs_;
  for (size_t i = 0; i < below.size(); ++i) {
    InputGraph::Group group;
    std::vector<DescribedModule> modules;
    for (const Id member : components.members[i]) {
      const Node& node = nodes_[member];
      group.inputs.insert(group.inputs.end(), node.inputs.begin(), node.inputs.end());
      if (!node.described.name.empty()) modules.push_back(node.described);
    }
    sort_unique(group.inputs);
    std::sort(modules.begin(), modules.end(), [](const auto& a, const auto& b) {
      return std::tie(a.name, a.file) < std::tie(b.name, b.file);
    });
    group.below = std::move(below[i]);
    group.description = to_description(modules);
    found.graph.groups.push_back(std::move(group));
  }
  for (const ModuleFile& file : files) found.group_of.push_back(components.of[node_of(file)]);
  return found;
}

Resolution StaticImports::direct(const ModuleFile& file) {
  Resolution all{{{InputKind::content, file.path, {}}}, {}, true};
  const auto text = read_(file.path);
  if (!text) return all;
  for (const ImportStatement& statement : scan_imports(*text)) {
    const Resolution one = resolver_.resolve(file, statement);
    all.found = all.found && one.found;
    all.inputs.insert(all.inputs.end(), one.inputs.begin(), one.inputs.end());
    all.files.insert(all.files.end(), one.files.begin(), one.files.end());
  }
  drop_repeats(all);
  return all;
}

}  // namespace lintcache
