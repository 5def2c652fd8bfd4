// SPDX-License-Identifier: MIT
// Tasks and what comes before what: plain structure, which knows nothing of what tasks do or how far they are.
//
// Two kinds of edges. What a task *needs* is brought along with it, and the task is not run where that did not succeed.
// An *order* says only what comes first where both are wanted. Gates are nodes without work: a group begins and ends with
// one, a word is one. So all of one group before all of another takes an edge for each task, not for each pair.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "schedule/task_state.h"

namespace lintcache {

enum class EdgeKind : uint8_t { need, order };
enum class NodeKind : uint8_t {
  work,
  gate,    // ends by itself, once all that it waits for has ended
  closed,  // a gate that stays shut until somebody opens it
};

inline constexpr uint32_t k_no_edge = UINT32_MAX;

struct TaskEdge {
  TaskId later = k_no_task, earlier = k_no_task;
  uint32_t next_of_later = k_no_edge;    // among the edges to what the same task waits for
  uint32_t next_of_earlier = k_no_edge;  // among those from what waits for the same task
  EdgeKind kind = EdgeKind::need;
};

struct TaskNode {
  int64_t weight = 0;         // how long it takes, in nanoseconds; 0: nobody knows
  uint32_t earlier = k_no_edge, later = k_no_edge;  // the first edge of each list
  NodeKind kind = NodeKind::work;
  uint8_t urgency = 0;        // the smaller one first, whatever it weighs
};

using GroupId = uint32_t;

class TaskGraph {
 public:
  // How tasks are called in texts; without it by their numbers. Gates have names of their own.
  explicit TaskGraph(std::function<std::string(TaskId)> name = {}) : name_(std::move(name)) {}

  // Ids count from 0, gates included.
  TaskId add(int64_t weight = 0, uint8_t urgency = 0);
  TaskId add_gate(std::string name, NodeKind kind = NodeKind::gate);
  void open(TaskId gate) { nodes_[gate].kind = NodeKind::gate; }

  uint32_t need(TaskId later, TaskId earlier) { return connect(later, earlier, EdgeKind::need); }
  uint32_t order(TaskId later, TaskId earlier) { return connect(later, earlier, EdgeKind::order); }

  // The group of that name, made where there is none.
  GroupId group(const std::string& name);
  [[nodiscard]] TaskId begin_of(GroupId group) const { return groups_[group].begin; }
  [[nodiscard]] TaskId end_of(GroupId group) const { return groups_[group].end; }
  // A barrier: all of one group comes after all of the other.
  void follow(GroupId later, GroupId earlier) { order(begin_of(later), end_of(earlier)); }
  void join(TaskId task, GroupId group);

  // Who needs a word needs all who give it.
  void give(TaskId task, const std::string& word) { need(word_gate(word), task); }
  void need_word(TaskId task, const std::string& word) { need(task, word_gate(word)); }
  // Words that are needed and that nobody gives.
  [[nodiscard]] std::vector<std::string> unknown_words() const;

  // Leads an edge from another task; it keeps its place among those of its later one.
  void move_to(uint32_t edge, TaskId earlier);

  [[nodiscard]] size_t size() const { return nodes_.size(); }
  [[nodiscard]] const TaskNode& node(TaskId task) const { return nodes_[task]; }
  [[nodiscard]] TaskNode& node(TaskId task) { return nodes_[task]; }
  [[nodiscard]] const TaskEdge& edge(uint32_t edge) const { return edges_[edge]; }
  [[nodiscard]] size_t edges() const { return edges_.size(); }
  [[nodiscard]] std::string name(TaskId task) const;

  // Each edge to what the task waits for, and each from what waits for it. The action may add edges.
  template <class Action>
  void each_earlier(TaskId task, const Action& action) const {
    for (uint32_t edge = nodes_[task].earlier; edge != k_no_edge; edge = edges_[edge].next_of_later) action(edge);
  }
  template <class Action>
  void each_later(TaskId task, const Action& action) const {
    for (uint32_t edge = nodes_[task].later, next; edge != k_no_edge; edge = next) {
      next = edges_[edge].next_of_earlier;
      action(edge);
    }
  }

 private:
  struct Group {
    TaskId begin, end;
  };
  uint32_t connect(TaskId later, TaskId earlier, EdgeKind kind);
  TaskId word_gate(const std::string& word);

  std::function<std::string(TaskId)> name_;
  std::vector<TaskNode> nodes_;
  std::vector<TaskEdge> edges_;
  std::vector<Group> groups_;
  std::map<std::string, GroupId> group_names_;
  std::map<std::string, TaskId> words_;
  std::unordered_map<TaskId, std::string> gate_names_;
};

// For each task what it takes from its beginning to the end of the longest chain of tasks that wait for it, and the
// smallest urgency of these. Those of a circle count alone.
struct Priority {
  int64_t path = 0;
  uint8_t urgency = 0;
};
std::vector<Priority> priorities(const TaskGraph& graph);

// A shortest way from a task back to itself, of those that lead over these tasks alone: each waits for the next one, the
// last one for the first. `among` are all tasks that lead to each other by the edges whose numbers `counts` accepts.
std::vector<TaskId> shortest_circle(const TaskGraph& graph, const std::vector<TaskId>& among,
                                    const std::function<bool(uint32_t edge)>& counts);

}  // namespace lintcache
