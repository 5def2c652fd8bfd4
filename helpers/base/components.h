// SPDX-License-Identifier: MIT
// The strongly connected components of a graph: things that all lead to each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace lintcache {

struct Components {
  std::vector<uint32_t> of;                    // the component of each node
  std::vector<std::vector<uint32_t>> members;  // of each component, ascending
};

// Nodes are numbers from 0 to `count`; `next` gives those that one leads to. A component comes after all
// those that it leads to.
Components strongly_connected(size_t count, const std::function<std::span<const uint32_t>(uint32_t node)>& next);

// For each component the others that its members lead to, each once, ascending.
std::vector<std::vector<uint32_t>> components_below(
    const Components& components, const std::function<std::span<const uint32_t>(uint32_t node)>& next);

}  // namespace lintcache
