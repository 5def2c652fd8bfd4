// SPDX-License-Identifier: MIT
// A run that ran something leaves its timeline; one that did not leaves the one before.
#include "run/record_timeline.h"

#include <gtest/gtest.h>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(RecordTimeline, the_last_run_that_ran_anything_is_kept) {
  const test::ScratchTree tree;
  EXPECT_EQ(last_timeline(tree.top()).error().blame, Blame::asker) << "there is none yet";
  size_t heard = 0;
  Voice listener;
  listener.happened = [&](const Happening&) { ++heard; };
  {
    TimelineRecording recording(listener);
    recording.voice().tell(TaskEvent{TaskStep::started, "black", "a.py", 1, 0, 0, 0, {}, 0});
    recording.voice().tell(TaskEvent{TaskStep::finished, "black", "a.py", 1, 0, 0, 0, {}, 0});
    EXPECT_TRUE(recording.write(tree.top(), "app").ok());
  }
  {
    TimelineRecording recording(listener);
    recording.voice().tell(TasksReused{"black", 1, 0});
    EXPECT_TRUE(recording.write(tree.top(), "other").ok());
  }
  EXPECT_EQ(heard, 3u);
  const auto timeline = last_timeline(tree.top());
  ASSERT_TRUE(timeline.ok());
  EXPECT_EQ(timeline->name, "app");
  EXPECT_EQ(timeline->jobs.size(), 1u);
}

TEST(RecordTimeline, a_damaged_one_is_told) {
  const test::ScratchTree tree;
  tree.write("timeline.json", "{");
  const auto timeline = last_timeline(tree.top());
  ASSERT_FALSE(timeline.ok());
  EXPECT_EQ(timeline.error().where, tree.path("timeline.json"));
}

}  // namespace
}  // namespace lintcache
