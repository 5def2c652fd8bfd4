// SPDX-License-Identifier: MIT
// From which module asked for which to the groups of inputs that footprints are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/import_batch.h"
#include "model/input.h"

namespace lintcache {

// One group for modules that import each other; it leads to the groups of all they import.
struct RuntimeGraph {
  InputGraph graph;
  std::vector<uint32_t> group_of;         // by module of the report
  std::vector<bool> order_dependent;      // by group: it, or one it leads to, holds such a module
};

RuntimeGraph runtime_graph(const BatchReport& report);

// The files of a batch of `asked`, by position, that need an import of their own: those that were not reached, and
// those whose import might have gone another way had they been first. None of a batch of one.
std::vector<size_t> to_import_alone(const BatchReport& report, const RuntimeGraph& graph, size_t asked);

}  // namespace lintcache
