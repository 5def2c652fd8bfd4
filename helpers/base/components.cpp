// SPDX-License-Identifier: MIT
// Tarjan's algorithm with a stack of its own: a chain may be longer than ours is deep.
#include "base/components.h"

#include <algorithm>

namespace lintcache {
namespace {

using Next = std::function<std::span<const uint32_t>(uint32_t)>;

constexpr uint32_t k_none = UINT32_MAX;

class Search {
 public:
  Search(size_t count, const Next& next) : next_(next), order_(count, k_none), lowest_(count) {
    found_.of.assign(count, k_none);
  }

  void visit(uint32_t root) {
    if (order_[root] != k_none) return;
    enter(root);
    while (!path_.empty()) {
      Step& step = path_.back();
      const uint32_t node = step.node;
      if (step.edge == step.next.size()) {
        leave(node);
        continue;
      }
      const uint32_t other = step.next[step.edge++];
      if (order_[other] == k_none) {
        enter(other);
      } else if (found_.of[other] == k_none) {
        lowest_[node] = std::min(lowest_[node], order_[other]);
      }
    }
  }

  Components finish() { return std::move(found_); }

 private:
  struct Step {
    uint32_t node;
    std::span<const uint32_t> next;
    size_t edge = 0;
  };

  void enter(uint32_t node) {
    order_[node] = lowest_[node] = visited_++;
    open_.push_back(node);
    path_.push_back({node, next_(node)});
  }

  void leave(uint32_t node) {
    path_.pop_back();
    if (!path_.empty()) {
      uint32_t& before = lowest_[path_.back().node];
      before = std::min(before, lowest_[node]);
    }
    if (lowest_[node] == order_[node]) close(node);
  }

  // All that was entered since `first` leads back to it.
  void close(uint32_t first) {
    std::vector<uint32_t> members;
    for (bool last = false; !last; open_.pop_back()) {
      last = open_.back() == first;
      found_.of[open_.back()] = static_cast<uint32_t>(found_.members.size());
      members.push_back(open_.back());
    }
    std::sort(members.begin(), members.end());
    found_.members.push_back(std::move(members));
  }

  const Next& next_;
  std::vector<uint32_t> order_;   // of the first visit
  std::vector<uint32_t> lowest_;  // the first visited that it and those it leads to can go back to
  std::vector<uint32_t> open_;    // visited, and in no component yet
  std::vector<Step> path_;
  uint32_t visited_ = 0;
  Components found_;
};

}  // namespace

Components strongly_connected(size_t count, const Next& next) {
  Search search(count, next);
  for (uint32_t node = 0; node < count; ++node) search.visit(node);
  return search.finish();
}

std::vector<std::vector<uint32_t>> components_below(const Components& components, const Next& next) {
  std::vector<std::vector<uint32_t>> below(components.members.size());
  for (uint32_t component = 0; component < below.size(); ++component) {
    std::vector<uint32_t>& all = below[component];
    for (const uint32_t member : components.members[component])
      for (const uint32_t other : next(member))
        if (components.of[other] != component) all.push_back(components.of[other]);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }
  return below;
}

}  // namespace lintcache
