// SPDX-License-Identifier: MIT
// Breadth first from each module back to itself.
#include "imports/cycles.h"

#include <algorithm>
#include <deque>
#include <set>
#include <string_view>
#include <unordered_map>

namespace lintcache {
namespace {

using Imports = std::unordered_map<std::string_view, std::vector<std::string_view>>;

// From the module back to it; empty where no way leads back.
std::vector<std::string> shortest_circle(const Imports& imports, std::string_view module) {
  std::unordered_map<std::string_view, std::string_view> came_from;
  std::deque<std::string_view> waiting = {module};
  while (!waiting.empty()) {
    const std::string_view name = waiting.front();
    waiting.pop_front();
    for (const std::string_view next : imports.at(name)) {
      if (next == module) {
        std::vector<std::string> circle = {std::string(name)};
        while (circle.back() != module) circle.emplace_back(came_from.at(circle.back()));
        std::reverse(circle.begin(), circle.end());
        return circle;
      }
      if (came_from.try_emplace(next, name).second) waiting.push_back(next);
    }
  }
  return {};
}

}  // namespace

std::vector<std::vector<std::string>> import_cycles(const std::vector<DescribedModule>& modules) {
  Imports imports;
  // A module and its stub have one name.
  for (const DescribedModule& module : modules) imports[module.name];
  for (const DescribedModule& module : modules)
    for (const std::string& name : module.imports)
      if (imports.contains(name)) imports[module.name].push_back(name);
  std::set<std::vector<std::string>> circles;
  for (const auto& [module, targets] : imports) {
    std::vector<std::string> names = shortest_circle(imports, module);
    if (names.size() < 2) continue;
    std::rotate(names.begin(), std::min_element(names.begin(), names.end()), names.end());
    names.push_back(names.front());
    circles.insert(std::move(names));
  }
  return {circles.begin(), circles.end()};
}

}  // namespace lintcache
