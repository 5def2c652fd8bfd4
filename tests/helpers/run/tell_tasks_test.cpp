// SPDX-License-Identifier: MIT
// What is told of tasks adds up, however their processes end.
#include "run/tell_tasks.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class TellTasks : public testing::Test {
 protected:
  FinishedTask task(const std::string& file, const std::string& tool) {
    FinishedTask made;
    made.task.file = file;
    made.task.tool = tool;
    return made;
  }

  template <class Kind>
  std::vector<Kind> told() const {
    std::vector<Kind> some;
    for (const Happening& one : all)
      if (const auto* kind = std::get_if<Kind>(&one)) some.push_back(*kind);
    return some;
  }

  test::ScratchTree tree;
  test::FakeDisk disk;
  Request request;
  StateStore store{tree.top()};
  StatCache cache{disk};
  Stop stop;
  std::vector<std::string> outer;
  std::vector<Happening> all;
  Voice voice{{}, {}, [this](const Happening& one) { all.push_back(one); }};
  Session session{request, store, cache, stop, outer, voice};
};

TEST_F(TellTasks, remembered_outcomes_are_counted_by_tool) {
  std::vector<FinishedTask> tasks = {task("a.py", "pylint"), task("b.py", "pylint"), task("a.py", "flake8"), task("", "mypy")};
  for (size_t i : {0, 1, 2}) tasks[i].outcome.emplace();
  tasks[1].outcome->findings.resize(3);
  tell_reused(session, tasks);
  const auto reused = told<TasksReused>();
  ASSERT_EQ(reused.size(), 2u);
  EXPECT_EQ(reused[1].tool, "pylint");
  EXPECT_EQ(reused[1].tasks, 2u);
  EXPECT_EQ(reused[1].findings, 3u);
}

TEST_F(TellTasks, what_waits_is_told_with_what_it_took_before) {
  FinishedTask known = task("a.py", "pylint"), unknown = task("b.py", "pylint");
  known.nanoseconds_before = 7;
  tell_queued(session, {&known, &unknown});
  const auto queued = told<TasksQueued>();
  ASSERT_EQ(queued.size(), 1u);
  EXPECT_EQ(queued[0].tasks, 2u);
  EXPECT_EQ(queued[0].unknown, 1u);
  EXPECT_EQ(queued[0].nanoseconds, 7);
}

TEST_F(TellTasks, each_start_has_one_end) {
  FinishedTask a = task("a.py", "black"), b = task("b.py", "black"), c = task("c.py", "black");
  a.outcome.emplace();
  a.outcome->verdict = Verdict::findings;
  a.outcome->findings.resize(2);
  a.outcome->nanoseconds = 5;
  {
    ToldJob job(session, {&a, &b, &c}, 1);
    job.finished(a);
    job.put_back(b);
    job.put_back(b);
  }
  ToldJob other(session, {&b}, 0);
  const auto events = told<TaskEvent>();
  ASSERT_EQ(events.size(), 7u);
  const TaskStep steps[] = {TaskStep::started, TaskStep::started, TaskStep::started, TaskStep::finished,
                            TaskStep::put_back, TaskStep::given_up, TaskStep::started};
  for (size_t i = 0; i < 7; ++i) EXPECT_EQ(events[i].step, steps[i]) << i;
  EXPECT_EQ(events[3].verdict, Verdict::findings);
  EXPECT_EQ(events[3].findings, 2u);
  EXPECT_EQ(events[3].nanoseconds, 5);
  EXPECT_EQ(events[5].file, "c.py");
  EXPECT_EQ(events[0].job, events[5].job);
  EXPECT_NE(events[0].job, events[6].job);
  EXPECT_EQ(events[0].slot, 1u);
}

TEST_F(TellTasks, nobody_need_listen) {
  voice.happened = {};
  FinishedTask a = task("a.py", "black");
  tell_queued(session, {&a});
  ToldJob job(session, {&a}, 0);
}

}  // namespace
}  // namespace lintcache
