// SPDX-License-Identifier: MIT
// What happened is recorded as processes with tasks, and is the same after it was written and read.
#include "report/timeline.h"

#include <gtest/gtest.h>

namespace lintcache {
namespace {

constexpr int64_t k_ms = 1'000'000;

TaskEvent event(TaskStep step, const std::string& file, uint32_t job, unsigned slot = 0, size_t findings = 0) {
  return {step, "black", file, job, slot, 0, 0, findings > 0 ? Verdict::findings : Verdict::clean, findings};
}

Timeline recorded() {
  TimelineRecorder recorder;
  recorder.note(PhaseBegan{Phase::discover}, 0);
  recorder.note(TasksReused{"black", 4, 0}, 1 * k_ms);
  recorder.note(PhaseBegan{Phase::tools}, 2 * k_ms);
  recorder.note(ImportEvent{false, 1, 7}, 2 * k_ms);
  for (const char* file : {"a.py", "b.py", "c.py"}) recorder.note(event(TaskStep::started, file, 1), 3 * k_ms);
  recorder.note(event(TaskStep::started, "d.py", 2, 1), 4 * k_ms);
  recorder.note(event(TaskStep::finished, "a.py", 1, 0, 2), 5 * k_ms);
  recorder.note(event(TaskStep::put_back, "c.py", 1), 6 * k_ms);
  recorder.note(ImportEvent{true, 1, 7}, 6 * k_ms);
  recorder.note(event(TaskStep::finished, "b.py", 1), 7 * k_ms);
  recorder.note(event(TaskStep::started, "odd\xff\n.py", 3), 8 * k_ms);
  return recorder.take(9 * k_ms);
}

void check(const Timeline& timeline) {
  EXPECT_EQ(timeline.end, 9 * k_ms);
  EXPECT_EQ(timeline.reused, 4u);
  ASSERT_EQ(timeline.phases.size(), 2u);
  EXPECT_EQ(timeline.phases[0].end, 2 * k_ms);
  EXPECT_EQ(timeline.phases[1].end, 9 * k_ms);
  ASSERT_EQ(timeline.imports.size(), 1u);
  EXPECT_EQ(timeline.imports[0].end, 6 * k_ms);
  ASSERT_EQ(timeline.jobs.size(), 3u);
  const TimelineJob& batch = timeline.jobs[0];
  EXPECT_EQ(batch.begin, 3 * k_ms);
  EXPECT_EQ(batch.end, 7 * k_ms);
  ASSERT_EQ(batch.tasks.size(), 3u);
  EXPECT_EQ(batch.tasks[0].verdict, Verdict::findings);
  EXPECT_EQ(batch.tasks[0].findings, 2u);
  EXPECT_EQ(batch.tasks[1].end, TaskStep::finished);
  EXPECT_EQ(batch.tasks[2].end, TaskStep::put_back);
  EXPECT_EQ(timeline.jobs[1].slot, 1u);
  EXPECT_EQ(timeline.jobs[1].end, 9 * k_ms) << "it was stopped";
  EXPECT_EQ(timeline.jobs[1].tasks[0].end, TaskStep::given_up);
  EXPECT_EQ(timeline.jobs[2].tasks[0].file, "odd\\xff\\n.py");
}

TEST(TimelineTest, processes_are_recorded_from_beginning_to_end) { check(recorded()); }

TEST(TimelineTest, what_was_written_is_read) {
  Timeline timeline = recorded();
  timeline.name = "app";
  timeline.began = 17;
  const auto read = timeline_from(timeline_json(timeline));
  ASSERT_TRUE(read.ok()) << read.error().text();
  check(*read);
  EXPECT_EQ(read->name, "app");
  EXPECT_EQ(read->began, 17);
}

TEST(TimelineTest, what_is_none_is_refused) {
  for (const char* text : {"", "{", "[]", "{}", R"({"format":99})", R"({"format":1})", R"({"format":1,"name":2})"})
    EXPECT_FALSE(timeline_from(text).ok()) << text;
}

TEST(TimelineTest, a_taken_one_is_gone) {
  TimelineRecorder recorder;
  recorder.note(event(TaskStep::started, "a.py", 1), 1);
  EXPECT_EQ(recorder.take(2).jobs.size(), 1u);
  EXPECT_TRUE(recorder.take(3).jobs.empty());
}

TEST(TimelineTest, what_is_kept_has_a_bound) {
  TimelineRecorder recorder;
  for (uint32_t job = 1; job <= k_most_timeline_tasks + 10; ++job) {
    recorder.note(event(TaskStep::started, "a.py", job), job * 100);
    recorder.note(event(TaskStep::finished, "a.py", job), job * 100 + (job <= 10 ? 1 : 2));
  }
  const Timeline timeline = recorder.take(100'000'000);
  EXPECT_EQ(timeline.jobs.size(), k_most_timeline_tasks);
  EXPECT_EQ(timeline.left_out, 10u);
  EXPECT_EQ(timeline.jobs[0].begin, 1100) << "the shortest are left out";
}

}  // namespace
}  // namespace lintcache
