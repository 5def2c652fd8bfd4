// SPDX-License-Identifier: MIT
// The graph of places and files: grows as it is walked; groups come from Tarjan's algorithm, without recursion.
//
// Groups are numbered in the order in which they are closed, and a group is closed only after all those
// it leads to. So what a group reaches has smaller numbers, a later walk never changes it, and the set
// of group n takes at most n bits: 20,000 groups of which each reaches all before it need 25 MB.
#include "imports/static_closure.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "digest/hasher.h"
#include "imports/footprint.h"

namespace lintcache {
namespace {

template <class T>
void sort_unique(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

StaticImports::Id StaticImports::input_id(const Input& input) {
  const auto [entry, is_new] = input_ids_.try_emplace(input, static_cast<Id>(inputs_.size()));
  if (is_new) inputs_.push_back(&entry->first);
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
  node.inputs.push_back(input_id({InputKind::content, node.file.path, {}}));
  const auto text = read_(node.file.path);
  ++files_scanned_;
  if (!text) return;
  for (const ImportStatement& statement : scan_imports(*text)) {
    bool found = false;
    const auto places = resolver_.places(node.file, statement, found);
    for (size_t i = 0; i < places.size(); ++i) {
      const Place& place = *places[i];
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
      if (!statement.type_checking && !only_the_way) node.imports.push_back(node_of(place));
    }
  }
}

void StaticImports::expand(Id id) {
  // Nodes are added meanwhile, so this one is filled aside.
  Node node = std::move(nodes_[id]);
  nodes_[id].place = node.place;
  if (node.place == nullptr) {
    expand_file(node);
  } else {
    for (const Input& input : node.place->inputs) node.inputs.push_back(input_id(input));
    if (node.place->parent != nullptr) node.next.push_back(node_of(*node.place->parent));
    for (const ModuleFile& file : node.place->files) node.next.push_back(node_of(file));
  }
  sort_unique(node.inputs);
  sort_unique(node.next);
  sort_unique(node.imports);
  nodes_[id] = std::move(node);
}

void StaticImports::enter(Id id) {
  expand(id);
  nodes_[id].order = nodes_[id].lowest = visited_++;
  open_.push_back(id);
}

void StaticImports::visit(Id root) {
  if (nodes_[root].order != k_none) return;
  struct Step {
    Id id;
    size_t edge = 0;
  };
  std::vector<Step> path = {{root}};
  enter(root);
  while (!path.empty()) {
    const Id id = path.back().id;
    if (path.back().edge < nodes_[id].next.size()) {
      const Id next = nodes_[id].next[path.back().edge++];
      if (nodes_[next].order == k_none) {
        enter(next);
        path.push_back({next});
      } else if (nodes_[next].group == k_none) {
        nodes_[id].lowest = std::min(nodes_[id].lowest, nodes_[next].order);
      }
      continue;
    }
    path.pop_back();
    if (!path.empty()) {
      Node& before = nodes_[path.back().id];
      before.lowest = std::min(before.lowest, nodes_[id].lowest);
    }
    if (nodes_[id].lowest == nodes_[id].order) close_group(id);
  }
}

void StaticImports::close_group(Id id) {
  const Id number = static_cast<Id>(groups_.size());
  Group group;
  for (bool last = false; !last; open_.pop_back()) {
    last = open_.back() == id;
    nodes_[open_.back()].group = number;
    group.nodes.push_back(open_.back());
  }
  reached_.assign(number / 64 + 1, 0);
  for (const Id member : group.nodes) {
    for (const Id next : nodes_[member].next) {
      const Id other = nodes_[next].group;
      if (other == number || (reached_[other / 64] >> (other % 64) & 1) != 0) continue;
      reached_[other / 64] |= uint64_t{1} << (other % 64);
      groups_[other].reached.add_to(reached_);
    }
  }
  group.reached = IdSet(reached_);
  groups_.push_back(std::move(group));
}

std::vector<const Input*> StaticImports::reached(const ModuleFile& file) {
  const Id root = node_of(file);
  visit(root);
  seen_.resize(inputs_.size(), 0);
  ++closures_;
  std::vector<const Input*> all;
  const auto add_group = [&](Id number) {
    for (const Id member : groups_[number].nodes)
      for (const Id input : nodes_[member].inputs)
        if (std::exchange(seen_[input], closures_) != closures_) all.push_back(inputs_[input]);
  };
  add_group(nodes_[root].group);
  groups_[nodes_[root].group].reached.for_each(add_group);
  return all;
}

std::vector<Input> StaticImports::closure(const ModuleFile& file) {
  std::vector<Input> all;
  for (const Input* input : reached(file)) all.push_back(*input);
  return all;
}

// Needs the digests of all groups that it leads to.
void StaticImports::digest_group(Group& group) {
  std::set<Digest> below;
  std::vector<Id> inputs;
  for (const Id member : group.nodes) {
    const Node& node = nodes_[member];
    inputs.insert(inputs.end(), node.inputs.begin(), node.inputs.end());
    for (const Id next : node.next)
      if (nodes_[next].group != node.group) below.insert(*groups_[nodes_[next].group].digest);
  }
  sort_unique(inputs);
  std::vector<InputState> states;
  for (const Id input : inputs) states.push_back({*inputs_[input], disk_.state(*inputs_[input])});
  Hasher hasher;
  hasher.field("inputs", digest_of_inputs(std::move(states)));
  for (const Digest& digest : below) hasher.field("reached", digest);
  group.digest = hasher.digest();
}

Digest StaticImports::digest(const ModuleFile& file) {
  const Id root = node_of(file);
  visit(root);
  Group& group = groups_[nodes_[root].group];
  if (group.digest) return *group.digest;
  group.reached.for_each([&](Id other) {
    if (!groups_[other].digest) digest_group(groups_[other]);
  });
  digest_group(group);
  return *group.digest;
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

size_t StaticImports::closure_bytes() const {
  size_t bytes = 0;
  for (const Group& group : groups_) bytes += group.reached.bytes() + group.nodes.size() * sizeof(Id);
  return bytes;
}

// What the files of a group import of each other by their own statements.
StaticImports::Imports StaticImports::imports_within(const Group& group) const {
  Imports imports;
  for (const Id file : group.nodes) {
    if (nodes_[file].place != nullptr) continue;
    std::vector<Id>& targets = imports[file];
    for (const Id place : nodes_[file].imports)
      for (const Id next : nodes_[place].next)
        if (nodes_[next].place == nullptr && nodes_[next].group == nodes_[file].group)
          targets.push_back(next);
  }
  return imports;
}

// From the file back to it; empty where no way leads back.
std::vector<StaticImports::Id> StaticImports::shortest_circle(const Imports& imports, Id file) {
  std::unordered_map<Id, Id> came_from;
  std::deque<Id> waiting = {file};
  while (!waiting.empty()) {
    const Id id = waiting.front();
    waiting.pop_front();
    for (const Id next : imports.at(id)) {
      if (next == file) {
        std::vector<Id> circle = {id};
        while (circle.back() != file) circle.push_back(came_from.at(circle.back()));
        std::reverse(circle.begin(), circle.end());
        return circle;
      }
      if (came_from.try_emplace(next, id).second) waiting.push_back(next);
    }
  }
  return {};
}

std::vector<std::vector<std::string>> StaticImports::cycles() {
  std::set<std::vector<std::string>> circles;
  for (const Group& group : groups_) {
    if (group.nodes.size() == 1) continue;
    const Imports imports = imports_within(group);
    for (const auto& [file, targets] : imports) {
      std::vector<std::string> names;
      for (const Id step : shortest_circle(imports, file)) names.push_back(nodes_[step].file.name);
      if (names.size() < 2) continue;
      std::rotate(names.begin(), std::min_element(names.begin(), names.end()), names.end());
      names.push_back(names.front());
      circles.insert(std::move(names));
    }
  }
  return {circles.begin(), circles.end()};
}

}  // namespace lintcache
