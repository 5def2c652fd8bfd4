// SPDX-License-Identifier: MIT
// Random graphs, with circles, failures and tasks that create tasks, against a simple reference; and large ones.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <random>
#include <set>

#include "base/components.h"
#include "schedule/task_walk.h"

namespace lintcache {
namespace {

using enum TaskState;

struct Edge {
  TaskId later, earlier;
  EdgeKind kind;
};

// A graph, and what becomes of each task once it runs, or is looked at.
struct Plan {
  std::vector<Edge> edges;
  std::vector<TaskState> ends;   // success, crashed, skipped, canceled
  std::vector<bool> generates;   // a task that it then waits for
  std::vector<TaskState> child_ends;
};

Plan random_plan(std::mt19937& random, bool with_circles, bool with_failures) {
  Plan plan;
  const size_t count = 2 + random() % 12;
  const size_t edges = random() % (2 * count);
  for (size_t i = 0; i < edges; ++i) {
    TaskId later = random() % count, earlier = random() % count;
    if (!with_circles && later == earlier) continue;
    if (!with_circles && later < earlier) std::swap(later, earlier);
    plan.edges.push_back({later, earlier, random() % 3 == 0 ? EdgeKind::order : EdgeKind::need});
  }
  constexpr TaskState k_ends[] = {success, success, success, skipped, crashed, canceled};
  for (size_t i = 0; i < count; ++i) {
    plan.ends.push_back(with_failures ? k_ends[random() % 6] : success);
    plan.generates.push_back(random() % 4 == 0);
    plan.child_ends.push_back(with_failures && random() % 4 == 0 ? crashed : success);
  }
  return plan;
}

// Until nothing changes any more: who needs what ended badly is blocked, who waits for nothing runs; then circles are stuck.
std::vector<TaskState> reference(const Plan& plan) {
  const size_t count = plan.ends.size();
  std::vector<TaskState> states(count, waiting);
  const auto settle_one = [&](TaskId task) {
    bool waits = false;
    for (const Edge& edge : plan.edges) {
      if (edge.later != task) continue;
      if (edge.kind == EdgeKind::need && is_bad_end(states[edge.earlier])) return blocked;
      waits |= !has_ended(states[edge.earlier]);
    }
    if (waits) return waiting;
    return plan.generates[task] && is_bad_end(plan.child_ends[task]) ? blocked : plan.ends[task];
  };
  for (;;) {
    bool has_changed = false;
    for (TaskId task = 0; task < count; ++task)
      if (states[task] == waiting && settle_one(task) != waiting) states[task] = settle_one(task), has_changed = true;
    if (has_changed) continue;
    std::vector<std::vector<uint32_t>> next(count);
    for (const Edge& edge : plan.edges)
      if (states[edge.later] == waiting && states[edge.earlier] == waiting) next[edge.later].push_back(edge.earlier);
    for (const auto& members : strongly_connected(count, [&](uint32_t i) { return std::span<const uint32_t>(next[i]); }).members)
      for (const uint32_t task : members)
        if (members.size() > 1 || std::count(next[task].begin(), next[task].end(), task) > 0) states[task] = stuck, has_changed = true;
    if (!has_changed) return states;
  }
}

// Walks with several running at once, which end in any order.
class RandomWalk {
 public:
  RandomWalk(const Plan& plan, std::mt19937& random, bool units) : plan_(plan), random_(random), walk_(graph(), options(units)) {}

  void run() {
    walk_.want_all();
    const size_t slots = 1 + random_() % 4;
    std::vector<TaskId> running;
    for (;;) {
      while (running.size() < slots) {
        const auto task = walk_.next();
        if (!task) break;
        began[*task] = ++clock_;
        running.push_back(*task);
      }
      if (running.empty()) break;
      const size_t which = random_() % running.size();
      const TaskId task = running[which];
      running.erase(running.begin() + static_cast<ptrdiff_t>(which));
      over[task] = ++clock_;
      walk_.ended(task, parents_.contains(task) ? plan_.child_ends[parents_.at(task)] : plan_.ends[task]);
    }
    EXPECT_TRUE(walk_.complaints().empty()) << walk_.complaints().front();
    EXPECT_TRUE(walk_.deadlock().empty());
    EXPECT_EQ(walk_.pending(), 0u);
  }

  [[nodiscard]] const TaskWalk& walk() const { return walk_; }
  std::map<TaskId, int> began, over;

 private:
  TaskGraph graph() const {
    TaskGraph graph;
    for (size_t i = 0; i < plan_.ends.size(); ++i) graph.add();
    for (const Edge& edge : plan_.edges) edge.kind == EdgeKind::need ? graph.need(edge.later, edge.earlier) : graph.order(edge.later, edge.earlier);
    return graph;
  }

  WalkOptions options(bool units) {
    const auto look = [this](TaskId task) {
      if (parents_.contains(task)) return Look{};
      if (plan_.generates[task] && !children_.contains(task)) {
        const TaskId child = walk_.add();
        children_[task] = child;
        parents_[child] = task;
        return Look{Look::Answer::later, {child}};
      }
      if (plan_.ends[task] == skipped) return Look{Look::Answer::skip};
      return Look{plan_.ends[task] == canceled ? Look::Answer::cancel : Look::Answer::run};
    };
    return {look, {}, units, true};
  }

  const Plan& plan_;
  std::mt19937& random_;
  std::map<TaskId, TaskId> children_, parents_;
  TaskWalk walk_;
  int clock_ = 0;
};

TEST(RandomGraphs, come_to_what_the_reference_says) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const Plan plan = random_plan(random, round % 2 == 0, round % 3 != 0);
    const auto wanted = reference(plan);
    RandomWalk walk(plan, random, false);
    walk.run();
    for (TaskId task = 0; task < wanted.size(); ++task)
      ASSERT_EQ(name_of(walk.walk().state(task)), name_of(wanted[task])) << "round " << round << ", task " << task;
    for (const Edge& edge : plan.edges) {
      if (!walk.began.contains(edge.later) || !walk.began.contains(edge.earlier)) continue;
      ASSERT_GT(walk.began.at(edge.later), walk.over.at(edge.earlier)) << "round " << round;
    }
    const size_t stuck_ones = std::count(wanted.begin(), wanted.end(), stuck);
    ASSERT_EQ(walk.walk().circles().empty(), stuck_ones == 0);
  }
}

TEST(RandomGraphs, take_circles_as_units) {
  std::mt19937 random(8);
  for (int round = 0; round < 2000; ++round) {
    const Plan plan = random_plan(random, true, false);
    std::vector<std::vector<uint32_t>> next(plan.ends.size());
    for (const Edge& edge : plan.edges) next[edge.later].push_back(edge.earlier);
    const auto components = strongly_connected(next.size(), [&](uint32_t i) { return std::span<const uint32_t>(next[i]); });
    RandomWalk walk(plan, random, true);
    walk.run();
    for (TaskId task = 0; task < plan.ends.size(); ++task) ASSERT_EQ(walk.walk().state(task), success) << "round " << round;
    for (const Edge& edge : plan.edges) {
      if (components.of[edge.later] == components.of[edge.earlier]) continue;
      for (const uint32_t member : components.members[components.of[edge.earlier]])
        ASSERT_GT(walk.began.at(edge.later), walk.over.at(member)) << "round " << round;
    }
  }
}

// A chain as deep as it is long, or all at once behind a barrier.
TEST(LargeGraphs, take_little_memory_and_no_recursion) {
  constexpr TaskId k_tasks = 100'000;
  for (const bool is_chain : {true, false}) {
    const size_t before = mallinfo2().uordblks;
    TaskGraph graph;
    const GroupId first = graph.group("first"), second = graph.group("second");
    graph.follow(second, first);
    const TaskId from = static_cast<TaskId>(graph.size());
    for (TaskId i = 0; i < k_tasks; ++i) {
      graph.add(i % 1000);
      if (is_chain && i > 0) graph.need(from + i, from + i - 1);
      if (!is_chain) graph.join(from + i, i % 2 ? first : second);
    }
    TaskWalk walk(std::move(graph), {});
    walk.want_all();
    TaskId ran = 0;
    size_t most = 0;
    while (const auto task = walk.next()) {
      if (++ran == k_tasks / 2) most = mallinfo2().uordblks;
      walk.ended(*task, success);
    }
    EXPECT_EQ(ran, k_tasks);
    EXPECT_LT((most - before) / k_tasks, 250u) << "bytes for a task";
  }
}

TEST(LargeGraphs, name_a_long_circle) {
  constexpr TaskId k_tasks = 20'000;
  TaskGraph graph;
  for (TaskId i = 0; i < k_tasks; ++i) graph.add();
  for (TaskId i = 0; i < k_tasks; ++i) graph.need(i, (i + 1) % k_tasks);
  TaskWalk walk(std::move(graph), {});
  walk.want(0);
  EXPECT_EQ(walk.next(), std::nullopt);
  EXPECT_EQ(walk.state(5), stuck);
  EXPECT_EQ(walk.circles().size(), 1u);
}

}  // namespace
}  // namespace lintcache
