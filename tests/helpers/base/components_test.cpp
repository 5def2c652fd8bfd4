// SPDX-License-Identifier: MIT
// Components against a plain search that takes no short cuts.
#include "base/components.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lintcache {
namespace {

using Edges = std::vector<std::vector<uint32_t>>;

auto next_of(const Edges& edges) {
  return [&edges](uint32_t node) { return std::span<const uint32_t>(edges[node]); };
}

std::vector<bool> reached(const Edges& edges, uint32_t from) {
  std::vector<bool> seen(edges.size());
  for (std::vector<uint32_t> waiting = {from}; !waiting.empty();) {
    const uint32_t node = waiting.back();
    waiting.pop_back();
    if (seen[node]) continue;
    seen[node] = true;
    waiting.insert(waiting.end(), edges[node].begin(), edges[node].end());
  }
  return seen;
}

void expect_right(const Edges& edges) {
  const Components found = strongly_connected(edges.size(), next_of(edges));
  const Edges below = components_below(found, next_of(edges));
  std::vector<std::vector<bool>> all;
  for (uint32_t node = 0; node < edges.size(); ++node) all.push_back(reached(edges, node));
  for (uint32_t a = 0; a < edges.size(); ++a) {
    for (uint32_t b = 0; b < edges.size(); ++b)
      EXPECT_EQ(found.of[a] == found.of[b], all[a][b] && all[b][a]) << a << " " << b;
    for (const uint32_t b : edges[a]) {
      EXPECT_LE(found.of[b], found.of[a]);
      if (found.of[a] == found.of[b]) continue;
      const auto& others = below[found.of[a]];
      EXPECT_EQ(std::count(others.begin(), others.end(), found.of[b]), 1);
    }
  }
  size_t members = 0;
  for (uint32_t component = 0; component < found.members.size(); ++component) {
    members += found.members[component].size();
    EXPECT_TRUE(std::is_sorted(found.members[component].begin(), found.members[component].end()));
    for (const uint32_t member : found.members[component]) EXPECT_EQ(found.of[member], component);
    for (const uint32_t other : below[component]) EXPECT_LT(other, component);
  }
  EXPECT_EQ(members, edges.size());
}

TEST(Components, of_small_graphs) {
  expect_right({});
  expect_right({{}});
  expect_right({{0}});
  expect_right({{1}, {0}});
  expect_right({{1, 2}, {2}, {1, 3}, {}});
  expect_right({{1}, {2}, {0, 3}, {4}, {3}, {0}});
}

TEST(Components, of_many_graphs) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    Edges edges(1 + random() % 25);
    for (auto& next : edges)
      for (size_t i = random() % 3; i > 0; --i) next.push_back(static_cast<uint32_t>(random() % edges.size()));
    expect_right(edges);
  }
}

TEST(Components, a_chain_and_a_circle_may_be_long) {
  constexpr uint32_t k_nodes = 200'000;
  Edges edges(k_nodes);
  for (uint32_t node = 0; node + 1 < k_nodes; ++node) edges[node] = {node + 1};
  EXPECT_EQ(strongly_connected(k_nodes, next_of(edges)).members.size(), k_nodes);
  edges.back() = {0};
  EXPECT_EQ(strongly_connected(k_nodes, next_of(edges)).members.size(), 1u);
}

}  // namespace
}  // namespace lintcache
