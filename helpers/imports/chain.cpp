// SPDX-License-Identifier: MIT
// A breadth-first search.
#include "imports/chain.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace lintcache {
namespace {

constexpr size_t k_start = SIZE_MAX;

std::vector<std::string> way_to(size_t module, const std::vector<DescribedModule>& modules,
                                const std::unordered_map<size_t, size_t>& came_from) {
  std::vector<std::string> names;
  for (; module != k_start; module = came_from.at(module)) names.push_back(modules[module].name);
  std::reverse(names.begin(), names.end());
  return names;
}

}  // namespace

std::vector<std::string> import_chain(const std::vector<DescribedModule>& modules, const std::string& file,
                                      const std::function<bool(const DescribedModule&)>& is_wanted) {
  std::unordered_multimap<std::string, size_t> by_name;
  std::unordered_map<size_t, size_t> came_from;
  std::deque<size_t> waiting;
  for (size_t i = 0; i < modules.size(); ++i) {
    by_name.emplace(modules[i].name, i);
    if (modules[i].file != file && modules[i].name != file) continue;
    came_from.emplace(i, k_start);
    waiting.push_back(i);
  }
  while (!waiting.empty()) {
    const size_t at = waiting.front();
    waiting.pop_front();
    if (is_wanted(modules[at])) return way_to(at, modules, came_from);
    for (const auto* names : {&modules[at].imports, &modules[at].implied})
      for (const std::string& name : *names) {
        const auto [begin, end] = by_name.equal_range(name);
        for (auto one = begin; one != end; ++one)
          if (came_from.try_emplace(one->second, at).second) waiting.push_back(one->second);
      }
  }
  return {};
}

}  // namespace lintcache
