// SPDX-License-Identifier: MIT
// Counts add up, and what is foretold is no more than what is known.
#include "report/run_state.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

using std::chrono::seconds;

constexpr int64_t k_second = 1'000'000'000;

TaskEvent event(TaskStep step, const std::string& file, uint32_t job, int64_t before = 0, int64_t took = 0, size_t findings = 0) {
  return {step, "pylint", file, job, job % 2, before, took, findings > 0 ? Verdict::findings : Verdict::clean, findings};
}

class State : public testing::Test {
 protected:
  void start(const std::string& file, uint32_t job, int64_t before = 0) { state.note(event(TaskStep::started, file, job, before), now); }
  void finish(const std::string& file, uint32_t job, int64_t before, int64_t took, size_t findings = 0) {
    state.note(event(TaskStep::finished, file, job, before, took, findings), now);
  }

  RunState state;
  Moment now{};
};

TEST_F(State, remembered_and_finished_tasks_are_done) {
  state.note(PhaseBegan{Phase::discover}, now);
  state.note(TasksExpected{10}, now);
  state.note(TasksReused{"pylint", 4, 7}, now);
  state.note(TasksQueued{"pylint", 6, 6, 0}, now);
  start("a.py", 1);
  finish("a.py", 1, 0, k_second, 2);
  EXPECT_EQ(state.done(), 5u);
  EXPECT_EQ(state.total(), 10u);
  EXPECT_EQ(state.findings(), 9u);
  EXPECT_TRUE(state.running().empty());
}

TEST_F(State, more_tasks_than_expected_make_the_total_grow) {
  state.note(TasksExpected{2}, now);
  state.note(TasksQueued{"pylint", 3, 3, 0}, now);
  EXPECT_EQ(state.total(), 3u);
}

TEST_F(State, a_second_look_begins_anew) {
  state.note(TasksExpected{2}, now);
  state.note(TasksReused{"pylint", 2, 1}, now);
  state.note(PhaseBegan{Phase::discover}, now);
  EXPECT_EQ(state.done(), 0u);
  EXPECT_EQ(state.findings(), 0u);
}

TEST_F(State, tasks_of_one_process_are_one_job) {
  start("a.py", 1);
  start("b.py", 1);
  now += seconds(2);
  start("c.py", 2);
  const auto jobs = state.running();
  ASSERT_EQ(jobs.size(), 2u);
  EXPECT_EQ(jobs[0].tasks, 2u);
  EXPECT_EQ(jobs[0].file, "a.py");
  EXPECT_EQ(now - jobs[0].began, seconds(2));
}

TEST_F(State, what_was_put_back_waits_again) {
  state.note(TasksQueued{"pylint", 1, 0, 4 * k_second}, now);
  start("a.py", 1, 4 * k_second);
  state.note(event(TaskStep::put_back, "a.py", 1, 4 * k_second), now);
  EXPECT_EQ(state.done(), 0u);
  ASSERT_TRUE(state.remaining(now));
  EXPECT_EQ(state.remaining(now)->time, seconds(4));
}

TEST_F(State, recorded_durations_foretell_the_rest) {
  state.note(TasksQueued{"pylint", 4, 0, 40 * k_second}, now);
  EXPECT_EQ(state.remaining(now)->time, seconds(40)) << "one at a time, as far as anybody knows";
  start("a.py", 1, 10 * k_second);
  start("b.py", 2, 10 * k_second);
  EXPECT_EQ(state.remaining(now)->time, seconds(20));
  now += seconds(4);
  EXPECT_EQ(state.remaining(now)->time, seconds(16));
  EXPECT_FALSE(state.remaining(now)->is_least);
}

TEST_F(State, no_end_comes_before_that_of_the_longest) {
  state.note(TasksQueued{"pylint", 2, 0, 32 * k_second}, now);
  start("a.py", 1, 30 * k_second);
  start("b.py", 2, 2 * k_second);
  EXPECT_EQ(state.remaining(now)->time, seconds(30));
}

TEST_F(State, a_slower_machine_is_noticed) {
  state.note(TasksQueued{"pylint", 3, 0, 30 * k_second}, now);
  start("a.py", 1, 10 * k_second);
  finish("a.py", 1, 10 * k_second, 20 * k_second);
  EXPECT_EQ(state.remaining(now)->time, seconds(40));
}

TEST_F(State, nothing_is_foretold_of_what_never_ran) {
  state.note(TasksQueued{"pylint", 3, 3, 0}, now);
  EXPECT_FALSE(state.remaining(now));
  start("a.py", 1);
  finish("a.py", 1, 0, 5 * k_second);
  ASSERT_TRUE(state.remaining(now)) << "the others are as this one";
  EXPECT_EQ(state.remaining(now)->time, seconds(10));
  EXPECT_FALSE(state.remaining(now)->is_least);
  state.note(TasksQueued{"mypy", 1, 1, 0}, now);
  EXPECT_TRUE(state.remaining(now)->is_least);
}

TEST_F(State, tasks_that_wait_for_imports_are_not_forgotten) {
  state.note(TasksExpected{9}, now);
  state.note(TasksQueued{"pylint", 3, 0, 6 * k_second}, now);
  EXPECT_TRUE(state.remaining(now)->is_least);
}

}  // namespace
}  // namespace lintcache
