// SPDX-License-Identifier: MIT
// The structure of graphs: groups, words, how urgent a chain is, circles.
#include "schedule/task_graph.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

std::vector<TaskId> earlier_of(const TaskGraph& graph, TaskId task) {
  std::vector<TaskId> all;
  graph.each_earlier(task, [&](uint32_t edge) { all.push_back(graph.edge(edge).earlier); });
  return all;
}

std::vector<TaskId> later_of(const TaskGraph& graph, TaskId task) {
  std::vector<TaskId> all;
  graph.each_later(task, [&](uint32_t edge) { all.push_back(graph.edge(edge).later); });
  return all;
}

TEST(TaskGraph, keeps_edges_in_both_directions) {
  TaskGraph graph;
  const TaskId a = graph.add(), b = graph.add(), c = graph.add();
  graph.need(a, b);
  const uint32_t edge = graph.order(a, c);
  EXPECT_EQ(earlier_of(graph, a), (std::vector<TaskId>{c, b}));
  EXPECT_EQ(later_of(graph, c), (std::vector<TaskId>{a}));
  graph.move_to(edge, b);
  EXPECT_EQ(earlier_of(graph, a), (std::vector<TaskId>{b, b}));
  EXPECT_EQ(later_of(graph, b).size(), 2u);
  EXPECT_TRUE(later_of(graph, c).empty());
}

TEST(TaskGraph, takes_an_edge_for_each_task_of_a_barrier) {
  TaskGraph graph;
  const GroupId fast = graph.group("fast"), deep = graph.group("deep");
  EXPECT_EQ(graph.group("fast"), fast);
  graph.follow(deep, fast);
  for (int i = 0; i < 1000; ++i) graph.join(graph.add(), i % 2 ? fast : deep);
  EXPECT_LE(graph.edges(), 2003u);
  EXPECT_EQ(graph.name(graph.end_of(fast)), "end of fast");
}

TEST(TaskGraph, knows_the_words_that_nobody_gives) {
  TaskGraph graph;
  const TaskId giver = graph.add(), user = graph.add();
  graph.need_word(user, "types");
  graph.need_word(user, "formatted");
  EXPECT_EQ(graph.unknown_words(), (std::vector<std::string>{"formatted", "types"}));
  graph.give(giver, "types");
  EXPECT_EQ(graph.unknown_words(), (std::vector<std::string>{"formatted"}));
}

TEST(Priorities, add_up_along_the_longest_chain) {
  TaskGraph graph;
  const TaskId first = graph.add(5, 3), quick = graph.add(1, 3), slow = graph.add(7, 2), last = graph.add(10, 3);
  graph.need(quick, first);
  graph.order(slow, first);
  graph.need(last, quick);
  const auto all = priorities(graph);
  EXPECT_EQ(all[last].path, 10);
  EXPECT_EQ(all[quick].path, 11);
  EXPECT_EQ(all[slow].path, 7);
  EXPECT_EQ(all[first].path, 16);
  EXPECT_EQ(all[first].urgency, 2);
  EXPECT_EQ(all[quick].urgency, 3);
}

TEST(Priorities, of_a_circle_are_those_of_its_tasks) {
  TaskGraph graph;
  const TaskId a = graph.add(1), b = graph.add(2);
  graph.need(a, b);
  graph.need(b, a);
  EXPECT_EQ(priorities(graph)[a].path, 1);
}

TEST(ShortestCircle, is_the_shortest) {
  TaskGraph graph;
  std::vector<TaskId> tasks;
  for (int i = 0; i < 6; ++i) tasks.push_back(graph.add());
  for (int i = 0; i < 6; ++i) graph.need(tasks[i], tasks[(i + 1) % 6]);
  const auto all = [](uint32_t) { return true; };
  EXPECT_EQ(shortest_circle(graph, tasks, all), tasks);
  graph.order(tasks[4], tasks[2]);
  EXPECT_EQ(shortest_circle(graph, tasks, all), (std::vector<TaskId>{2, 3, 4}));
  graph.order(tasks[5], tasks[5]);
  EXPECT_EQ(shortest_circle(graph, tasks, all), (std::vector<TaskId>{5}));
}

}  // namespace
}  // namespace lintcache
