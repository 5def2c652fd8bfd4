// SPDX-License-Identifier: MIT
// Names of zones.
#include "run/zones.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace lintcache {
namespace {

constexpr std::array<std::string_view, k_zones> k_names = {"phase", "tool", "reason", "task", "slot", "command"};

}  // namespace

std::string_view name_of(Zone zone) { return k_names[static_cast<size_t>(zone)]; }

std::optional<Zones> zones_in(const std::string& names) {
  Zones zones;
  if (names.empty()) return zones;
  for (const std::string& name : split(names, ',')) {
    const auto known = std::find(k_names.begin(), k_names.end(), name);
    if (known == k_names.end() && name != "all") return {};
    for (size_t i = 0; i < k_zones; ++i)
      if (name == "all" || name == k_names[i]) zones.add(static_cast<Zone>(i));
  }
  return zones;
}

std::string zone_list() { return join(std::vector<std::string>(k_names.begin(), k_names.end()), ", "); }

}  // namespace lintcache
