// SPDX-License-Identifier: MIT
// Nodes and edges in two arrays, with lists that run through the edges.
#include "schedule/task_graph.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace lintcache {

TaskId TaskGraph::add(int64_t weight, uint8_t urgency) {
  TaskNode& node = nodes_.emplace_back();
  node.weight = weight;
  node.urgency = urgency;
  return static_cast<TaskId>(nodes_.size() - 1);
}

TaskId TaskGraph::add_gate(std::string name, NodeKind kind) {
  // What waits behind a gate says how urgent it is.
  const TaskId gate = add(0, UINT8_MAX);
  nodes_[gate].kind = kind;
  gate_names_.emplace(gate, std::move(name));
  return gate;
}

uint32_t TaskGraph::connect(TaskId later, TaskId earlier, EdgeKind kind) {
  const auto edge = static_cast<uint32_t>(edges_.size());
  edges_.push_back({later, earlier, std::exchange(nodes_[later].earlier, edge), std::exchange(nodes_[earlier].later, edge),
                    kind});
  return edge;
}

void TaskGraph::move_to(uint32_t edge, TaskId earlier) {
  uint32_t* place = &nodes_[edges_[edge].earlier].later;
  while (*place != edge) place = &edges_[*place].next_of_earlier;
  *place = edges_[edge].next_of_earlier;
  edges_[edge].earlier = earlier;
  edges_[edge].next_of_earlier = std::exchange(nodes_[earlier].later, edge);
}

GroupId TaskGraph::group(const std::string& name) {
  const auto [known, is_new] = group_names_.try_emplace(name, static_cast<GroupId>(groups_.size()));
  if (is_new) {
    const TaskId begin = add_gate("begin of " + name), end = add_gate("end of " + name);
    groups_.push_back({begin, end});
    order(end, begin);
  }
  return known->second;
}

void TaskGraph::join(TaskId task, GroupId group) {
  order(task, begin_of(group));
  order(end_of(group), task);
}

TaskId TaskGraph::word_gate(const std::string& word) {
  const auto [known, is_new] = words_.try_emplace(word, k_no_task);
  if (is_new) known->second = add_gate(word);
  return known->second;
}

std::vector<std::string> TaskGraph::unknown_words() const {
  std::vector<std::string> unknown;
  for (const auto& [word, gate] : words_)
    if (nodes_[gate].earlier == k_no_edge) unknown.push_back(word);
  return unknown;
}

std::string TaskGraph::name(TaskId task) const {
  if (const auto gate = gate_names_.find(task); gate != gate_names_.end()) return gate->second;
  return name_ ? name_(task) : std::to_string(task);
}

std::vector<Priority> priorities(const TaskGraph& graph) {
  std::vector<Priority> all(graph.size());
  std::vector<uint32_t> followers(graph.size());
  std::vector<TaskId> known;
  for (TaskId task = 0; task < graph.size(); ++task) {
    all[task] = {graph.node(task).weight, graph.node(task).urgency};
    graph.each_later(task, [&](uint32_t) { ++followers[task]; });
    if (followers[task] == 0) known.push_back(task);
  }
  while (!known.empty()) {
    const TaskId task = known.back();
    known.pop_back();
    graph.each_earlier(task, [&](uint32_t number) {
      const TaskId earlier = graph.edge(number).earlier;
      all[earlier].path = std::max(all[earlier].path, graph.node(earlier).weight + all[task].path);
      all[earlier].urgency = std::min(all[earlier].urgency, all[task].urgency);
      if (--followers[earlier] == 0) known.push_back(earlier);
    });
  }
  return all;
}

std::vector<TaskId> shortest_circle(const TaskGraph& graph, const std::vector<TaskId>& among,
                                    const std::function<bool(uint32_t)>& counts) {
  // From a few of a large one: then it may not be the very shortest.
  constexpr size_t k_most_steps = 100'000;
  const size_t beginnings = std::min(among.size(), 1 + k_most_steps / std::max<size_t>(1, among.size()));
  std::vector<TaskId> best;
  for (size_t i = 0; i < beginnings; ++i) {
    const TaskId first = among[i];
    std::unordered_map<TaskId, TaskId> came_from;
    std::deque<TaskId> waiting = {first};
    bool is_found = false;
    while (!waiting.empty() && !is_found) {
      const TaskId task = waiting.front();
      waiting.pop_front();
      graph.each_earlier(task, [&](uint32_t number) {
        const TaskEdge& edge = graph.edge(number);
        if (!counts(number) || !came_from.try_emplace(edge.earlier, task).second) return;
        if (edge.earlier == first) is_found = true;
        waiting.push_back(edge.earlier);
      });
    }
    if (!is_found) continue;
    std::vector<TaskId> circle;
    for (TaskId task = came_from.at(first); task != first; task = came_from.at(task)) circle.push_back(task);
    circle.push_back(first);
    std::reverse(circle.begin(), circle.end());
    if (best.empty() || circle.size() < best.size()) best = std::move(circle);
  }
  return best;
}

}  // namespace lintcache
