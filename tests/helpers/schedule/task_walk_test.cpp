// SPDX-License-Identifier: MIT
// Walking by hand: one rule after the other.
#include "schedule/task_walk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lintcache {
namespace {

using enum TaskState;

std::string letter(TaskId task) { return std::string(1, static_cast<char>('a' + task)); }

// Tasks a, b, c, .. With the needs "ab bc" a needs b, and b needs c; orders likewise.
TaskGraph letters(int count, const std::string& needs = {}, const std::string& orders = {}) {
  TaskGraph graph(letter);
  for (int i = 0; i < count; ++i) graph.add();
  for (size_t at = 0; at < needs.size(); at += 3) graph.need(needs[at] - 'a', needs[at + 1] - 'a');
  for (size_t at = 0; at < orders.size(); at += 3) graph.order(orders[at] - 'a', orders[at + 1] - 'a');
  return graph;
}

constexpr TaskId a = 0, b = 1, c = 2, d = 3;

WalkOptions checked(WalkOptions options = {}) {
  options.self_check = true;
  return options;
}

// Runs all, one after the other; those that are named crash. The order in which they ran.
std::string run_all(TaskWalk& walk, const std::string& crashing = {}) {
  std::string ran;
  while (const auto task = walk.next()) {
    const std::string name = walk.graph().name(*task);
    ran += name;
    walk.ended(*task, crashing.find(name) == std::string::npos ? success : crashed);
  }
  EXPECT_TRUE(walk.complaints().empty()) << walk.complaints().front();
  EXPECT_EQ(walk.running(), 0u);
  EXPECT_EQ(walk.pending(), 0u);
  return ran;
}

TEST(TaskWalk, runs_what_is_needed_first_and_nothing_else) {
  TaskWalk walk(letters(4, "ab bc"), checked());
  walk.want(a);
  EXPECT_EQ(run_all(walk), "cba");
  EXPECT_EQ(walk.state(d), not_run);
}

TEST(TaskWalk, gives_all_that_nothing_keeps_and_then_waits) {
  TaskWalk walk(letters(3, "ca"), checked());
  walk.want_all();
  EXPECT_EQ(walk.next(), a);
  EXPECT_EQ(walk.next(), b);
  EXPECT_EQ(walk.next(), std::nullopt);
  EXPECT_EQ(walk.running(), 2u);
  walk.ended(a, success);
  EXPECT_EQ(walk.next(), c);
}

TEST(TaskWalk, begins_with_the_urgent_ones_then_with_the_longest_chain) {
  TaskGraph graph(letter);
  graph.add(5, 1);
  graph.add(1, 1);
  graph.add(9, 1);
  graph.add(1, 0);
  graph.need(c, b);
  TaskWalk walk(std::move(graph), checked());
  walk.want_all();
  EXPECT_EQ(run_all(walk), "dbca");
}

TEST(TaskWalk, tells_once_what_is_blocked_and_by_what) {
  TaskGraph graph = letters(4, "ba cb ca", "dc");
  std::vector<StateChange> told;
  TaskWalk walk(std::move(graph), checked({{}, [&](const StateChange& change) { told.push_back(change); }}));
  walk.want_all();
  EXPECT_EQ(run_all(walk, "a"), "ad");
  EXPECT_EQ(walk.state(b), blocked);
  EXPECT_EQ(walk.state(c), blocked);
  EXPECT_EQ(walk.cause(c), a);
  EXPECT_EQ(std::count_if(told.begin(), told.end(), [](const StateChange& one) { return one.to == blocked; }), 2);
}

TEST(TaskWalk, blocks_what_is_wanted_too_late) {
  TaskWalk walk(letters(2, "ba"), checked());
  walk.want(a);
  run_all(walk, "a");
  walk.want(b);
  EXPECT_EQ(run_all(walk), "");
  EXPECT_EQ(walk.cause(b), a);
}

TEST(TaskWalk, orders_without_bringing_along) {
  TaskWalk walk(letters(3, {}, "ab bc"), checked());
  walk.want(a);
  walk.want(b);
  EXPECT_EQ(run_all(walk, "b"), "ba");
}

TEST(TaskWalk, takes_one_group_after_the_other) {
  TaskGraph graph = letters(4);
  const GroupId fast = graph.group("fast"), deep = graph.group("deep"), none = graph.group("none");
  graph.follow(none, fast);
  graph.follow(deep, none);
  for (const TaskId task : {a, c}) graph.join(task, deep);
  for (const TaskId task : {b, d}) graph.join(task, fast);
  TaskWalk walk(std::move(graph), checked());
  walk.want_all();
  EXPECT_EQ(run_all(walk, "b"), "bdac");
}

TEST(TaskWalk, brings_along_who_gives_a_word) {
  TaskGraph graph = letters(3);
  graph.give(b, "types");
  graph.give(c, "types");
  graph.need_word(a, "types");
  TaskWalk walk(std::move(graph), checked());
  walk.want(a);
  EXPECT_EQ(run_all(walk, "c"), "bc");
  EXPECT_EQ(walk.state(a), blocked);
  EXPECT_EQ(walk.cause(a), c);
}

TEST(TaskWalk, asks_whether_a_task_is_up_to_date_when_its_turn_comes) {
  TaskGraph graph = letters(3, "ba cb");
  bool is_a_over = false;
  TaskWalk walk(std::move(graph), checked({[&](TaskId task) {
    EXPECT_EQ(is_a_over, task != a);
    return Look{task == b ? Look::Answer::skip : Look::Answer::run};
  }}));
  walk.want(c);
  EXPECT_EQ(walk.next(), a);
  is_a_over = true;
  walk.ended(a, success);
  EXPECT_EQ(run_all(walk), "c");
  EXPECT_EQ(walk.state(b), skipped);
}

TEST(TaskWalk, cancels) {
  TaskWalk walk(letters(2, "ba"), checked({[](TaskId) { return Look{Look::Answer::cancel}; }}));
  walk.want(b);
  EXPECT_EQ(run_all(walk), "");
  EXPECT_EQ(walk.state(a), canceled);
  EXPECT_EQ(walk.cause(b), a);
}

TEST(TaskWalk, looks_again_where_another_task_makes_an_input) {
  int looks = 0;
  TaskWalk* itself = nullptr;
  TaskId maker = k_no_task;
  TaskWalk walk(letters(1), checked({[&](TaskId task) {
    if (task != a || ++looks > 1) return Look{};
    maker = itself->add();
    return Look{Look::Answer::later, {maker}};
  }}));
  itself = &walk;
  walk.want(a);
  EXPECT_EQ(run_all(walk), "ba");
  EXPECT_EQ(looks, 2);
}

TEST(TaskWalk, does_not_look_again_where_the_maker_crashed) {
  TaskWalk walk(letters(2), checked({[&](TaskId task) {
    return task == a ? Look{Look::Answer::later, {b}} : Look{};
  }}));
  walk.want(a);
  EXPECT_EQ(run_all(walk, "b"), "b");
  EXPECT_EQ(walk.cause(a), b);
}

TEST(TaskWalk, asks_later_when_something_else_has_ended) {
  int ended = 0;
  TaskWalk walk(letters(3), checked({[&](TaskId task) {
    return Look{task == a && ended < 2 ? Look::Answer::later : Look::Answer::run};
  }}));
  walk.want_all();
  while (const auto task = walk.next()) {
    EXPECT_TRUE(task != a || ended == 2);
    ++ended;
    walk.ended(*task, success);
  }
  EXPECT_EQ(ended, 3);
}

TEST(TaskWalk, builds_the_one_over_there_instead) {
  for (const std::string crashing : {"", "b"}) {
    TaskGraph graph = letters(3);
    graph.need(a, c);
    graph.need(b, c);
    TaskWalk walk(std::move(graph), checked({[](TaskId task) {
      return task == a ? Look{Look::Answer::instead, {b}} : Look{};
    }}));
    walk.want(a);
    EXPECT_EQ(run_all(walk, crashing), "cb");
    EXPECT_EQ(walk.state(a), crashing.empty() ? success : crashed);
  }
}

TEST(TaskWalk, lets_tasks_create_tasks_for_later_groups) {
  TaskGraph graph = letters(3);
  const GroupId first = graph.group("first"), second = graph.group("second"), third = graph.group("third");
  graph.follow(second, first);
  graph.follow(third, second);
  graph.join(c, third);
  graph.join(a, first);
  graph.join(b, second);
  TaskWalk walk(std::move(graph), checked());
  walk.want_all();
  EXPECT_EQ(walk.next(), a);
  const TaskId also_first = walk.add(), also_second = walk.add(7);
  walk.join(also_first, first);
  walk.join(also_second, second);
  walk.want(also_second);
  walk.want(also_first);
  walk.ended(a, success);
  EXPECT_EQ(walk.next(), also_first);
  EXPECT_EQ(walk.next(), std::nullopt);
  walk.ended(also_first, success);
  EXPECT_EQ(walk.next(), also_second);
  EXPECT_EQ(walk.next(), b);
  walk.ended(b, success);
  walk.ended(also_second, success);
  EXPECT_EQ(walk.next(), c);
  walk.join(walk.add(), second);
  EXPECT_EQ(walk.complaints(), std::vector<std::string>{"end of second has begun, and cannot be held back"});
}

TEST(TaskWalk, stops_in_order) {
  TaskWalk walk(letters(4, "da"), checked());
  walk.want_all();
  EXPECT_EQ(walk.next(), a);
  EXPECT_EQ(walk.next(), b);
  walk.stop();
  EXPECT_EQ(walk.next(), std::nullopt);
  EXPECT_EQ(walk.running(), 2u);
  walk.ended(a, success);
  walk.ended(b, crashed);
  EXPECT_EQ(walk.next(), std::nullopt);
  for (const TaskId task : {c, d}) EXPECT_EQ(walk.state(task), not_run);
  EXPECT_TRUE(walk.complaints().empty());
}

TEST(TaskWalk, names_a_circle_once_and_goes_on) {
  // With a diamond.
  TaskWalk walk(letters(7, "ab bc cb ef eg fd gd", "dc"), checked());
  walk.want_all();
  EXPECT_EQ(run_all(walk), "dfge");
  EXPECT_EQ(walk.circles(), std::vector<std::string>{"b -> c -> b"});
  EXPECT_EQ(walk.state(b), stuck);
  EXPECT_EQ(walk.state(a), blocked);
  EXPECT_TRUE(walk.deadlock().empty());
}

TEST(TaskWalk, takes_a_circle_as_one_unit_where_it_may) {
  TaskWalk walk(letters(4, "ab bc cb bb cd"), checked({{}, {}, true}));
  walk.want(a);
  EXPECT_EQ(run_all(walk), "dbca");
  EXPECT_EQ(walk.circles(), std::vector<std::string>{"b -> b"});
}

TEST(TaskWalk, blocks_who_needs_a_unit_with_a_crash_in_it) {
  TaskWalk walk(letters(3, "ab bc cb"), checked({{}, {}, true}));
  walk.want(a);
  EXPECT_EQ(run_all(walk, "c"), "bc");
  EXPECT_EQ(walk.cause(a), c);
}

TEST(TaskWalk, tells_of_a_deadlock) {
  TaskGraph graph = letters(2);
  const TaskId gate = graph.add_gate("the gate", NodeKind::closed);
  graph.order(a, gate);
  graph.need(b, a);
  TaskWalk walk(std::move(graph), checked());
  walk.want(b);
  EXPECT_EQ(run_all(walk), "");
  EXPECT_EQ(walk.deadlock(), (std::vector<std::string>{"the gate waits to be opened", "a waits for the gate", "b waits for a"}));
  EXPECT_EQ(walk.state(a), stuck);
}

TEST(TaskWalk, goes_on_once_a_gate_is_opened) {
  TaskGraph graph = letters(2);
  const TaskId gate = graph.add_gate("the gate", NodeKind::closed);
  graph.order(a, gate);
  TaskWalk walk(std::move(graph), checked());
  walk.want_all();
  EXPECT_EQ(walk.next(), b);
  EXPECT_EQ(walk.next(), std::nullopt);
  walk.open(gate);
  EXPECT_EQ(walk.next(), a);
}

TEST(TaskWalk, knows_who_asks_for_ever) {
  TaskWalk walk(letters(1), checked({[](TaskId) { return Look{Look::Answer::later}; }}));
  walk.want(a);
  EXPECT_EQ(run_all(walk), "");
  EXPECT_EQ(walk.deadlock(), std::vector<std::string>{"a waits for something to change"});
}

TEST(TaskWalk, complains_where_it_is_used_wrongly) {
  TaskWalk walk(letters(2), checked());
  walk.want(a);
  walk.ended(a, success);
  EXPECT_EQ(walk.next(), a);
  walk.need(a, b);
  walk.ended(a, success);
  EXPECT_EQ(walk.complaints(), (std::vector<std::string>{"a ended without running", "a has begun, and cannot be held back"}));
}

TEST(TraceLine, says_what_changed_and_why) {
  EXPECT_EQ(trace_line({b, not_run, waiting, k_no_task, 2}, letter), "b: not run -> waiting, waits for 2");
  EXPECT_EQ(trace_line({b, waiting, blocked, a, 0}, letter), "b: waiting -> blocked, because of a");
}

}  // namespace
}  // namespace lintcache
