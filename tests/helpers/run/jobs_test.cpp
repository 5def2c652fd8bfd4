// SPDX-License-Identifier: MIT
// Tasks share a process where they may, slots all have work, and what somebody waits for comes first.
#include "run/jobs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lintcache {
namespace {

using Tasks = std::vector<WaitingTask>;

std::string numbered(size_t number) {
  std::string name = std::to_string(1000 + number) + ".py";
  name[0] = 'f';
  return name;
}

Tasks many(size_t count, size_t batch, const std::string& tool = "own") {
  Tasks tasks;
  for (size_t i = 0; i < count; ++i) tasks.push_back({tool, numbered(i), "", batch});
  return tasks;
}

std::vector<size_t> sizes(const std::vector<Job>& jobs) {
  std::vector<size_t> all;
  for (const Job& job : jobs) all.push_back(job.size());
  return all;
}

using Sizes = std::vector<size_t>;

TEST(Jobs, each_task_is_in_exactly_one_job_whatever_there_is) {
  for (const size_t count : {0, 1, 2, 7, 31, 32, 33, 100, 859})
    for (const size_t batch : {1, 2, 32, 1000})
      for (const unsigned slots : {0, 1, 2, 16}) {
        const auto jobs = jobs_of(many(count, batch), slots);
        std::multiset<size_t> seen;
        for (const Job& job : jobs) {
          EXPECT_FALSE(job.empty());
          EXPECT_LE(job.size(), batch);
          seen.insert(job.begin(), job.end());
        }
        EXPECT_EQ(seen.size(), count);
        EXPECT_EQ(std::set<size_t>(seen.begin(), seen.end()).size(), count);
      }
}

TEST(Jobs, a_tool_without_batches_has_a_process_for_each_file) {
  EXPECT_EQ(sizes(jobs_of(many(3, 1), 2)), (Sizes{1, 1, 1}));
}

TEST(Jobs, a_task_on_the_whole_tree_is_alone) {
  Tasks tasks = many(2, 32);
  tasks.push_back({"own", "", "", 32});
  for (const Job& job : jobs_of(tasks, 1))
    if (std::find(job.begin(), job.end(), 2) != job.end()) {
      EXPECT_EQ(job.size(), 1u);
    }
}

TEST(Jobs, no_slot_is_without_work) {
  EXPECT_EQ(sizes(jobs_of(many(2, 32), 2)), (Sizes{1, 1}));
  EXPECT_EQ(sizes(jobs_of(many(10, 32), 2)), (Sizes{5, 5}));
  EXPECT_EQ(jobs_of(many(160, 32), 2).size(), 8u);
  EXPECT_EQ(sizes(jobs_of(many(20, 32), 1)), (Sizes{6, 7, 7}));
  EXPECT_GE(jobs_of(many(859, 32), 2).size(), 27u);
}

TEST(Jobs, where_a_process_takes_long_to_begin_there_are_few) {
  const auto jobs = [](size_t count, unsigned slots) {
    Tasks tasks = many(count, 256);
    for (WaitingTask& task : tasks) task.worth_a_process = 64;
    return sizes(jobs_of(tasks, slots));
  };
  EXPECT_EQ(jobs(2, 2), (Sizes{1, 1}));
  EXPECT_EQ(jobs(60, 2), (Sizes{30, 30}));
  EXPECT_EQ(jobs(240, 2), (Sizes{60, 60, 60, 60}));
  EXPECT_EQ(jobs(1600, 2).size(), 8u);
}

TEST(Jobs, batches_are_as_even_as_can_be) {
  const auto jobs = jobs_of(many(859, 32), 2);
  const auto [least, most] = std::minmax_element(jobs.begin(), jobs.end(),
                                                 [](const Job& a, const Job& b) { return a.size() < b.size(); });
  EXPECT_LE(most->size() - least->size(), 1u);
}

TEST(Jobs, files_of_a_batch_are_in_the_order_of_their_names) {
  const Tasks tasks = {{"own", "c.py", "", 9}, {"own", "a.py", "", 9}, {"own", "b.py", "", 9}};
  EXPECT_EQ(jobs_of(tasks, 1), (std::vector<Job>{{1, 2, 0}}));
}

TEST(Jobs, tools_and_configurations_are_kept_apart) {
  const Tasks tasks = {{"own", "a.py", "", 9}, {"own", "s/b.py", "s", 9}, {"own", "c.py", "", 9}, {"two", "a.py", "", 9}};
  EXPECT_EQ(jobs_of(tasks, 1), (std::vector<Job>{{0, 2}, {1}, {3}}));
}

TEST(Jobs, what_was_edited_comes_first_and_waits_for_nothing_else) {
  Tasks tasks = many(20, 32);
  tasks[7].urgency = Urgency::failing;
  tasks[13].urgency = Urgency::edited;
  tasks[2].nanoseconds = 1'000'000'000;
  const auto jobs = jobs_of(tasks, 1);
  EXPECT_EQ(jobs[0], Job{13});
  EXPECT_EQ(jobs[1], Job{7});
}

TEST(Jobs, then_the_longest_come_first) {
  Tasks tasks = many(4, 1);
  tasks[0].nanoseconds = 5;
  tasks[2].nanoseconds = 9;
  tasks[3].nanoseconds = 7;
  EXPECT_EQ(jobs_of(tasks, 2), (std::vector<Job>{{2}, {3}, {0}, {1}}));
}

TEST(Jobs, those_of_which_nothing_is_known_keep_their_order) {
  EXPECT_EQ(jobs_of(many(3, 1), 2), (std::vector<Job>{{0}, {1}, {2}}));
}

}  // namespace
}  // namespace lintcache
