// SPDX-License-Identifier: MIT
// The block fits into any terminal and says what there is room for; lines for a log come at a gentle rate.
#include "report/status_block.h"

#include <gtest/gtest.h>

#include "base/columns.h"

namespace lintcache {
namespace {

using Lines = std::vector<std::string>;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int64_t k_second = 1'000'000'000;

class Block : public testing::Test {
 protected:
  Block() {
    state.note(PhaseBegan{Phase::discover}, now);
    state.note(TasksExpected{340}, now);
    state.note(TasksReused{"pylint", 12, 3}, now);
    state.note(PhaseBegan{Phase::tools}, now);
    state.note(TasksQueued{"pylint", 328, 0, 160 * k_second}, now);
  }
  void start(const std::string& tool, const std::string& file, uint32_t job) {
    state.note(TaskEvent{TaskStep::started, tool, file, job, 0, k_second, 0, Verdict::clean, 0}, now);
  }
  Lines at(size_t columns, size_t rows = 24, bool colour = false) { return status_block(state, {columns, rows, colour}, now); }

  RunState state;
  Moment now{};
};

TEST_F(Block, says_how_far_it_is_and_what_runs) {
  start("pylint", "django/db/models/query.py", 1);
  now += seconds(65);
  start("mypy", "", 2);
  EXPECT_EQ(at(80), (Lines{"[12/340] 3 findings, about 1:20 left",
                           "   1:05  pylint  django/db/models/query.py",
                           "     0s  mypy    the tree"}));
}

TEST_F(Block, nothing_is_said_before_anything_happened) { EXPECT_EQ(status_block(RunState(), {}, now), Lines()); }

TEST_F(Block, files_of_one_process_are_counted) {
  start("black", "a.py", 1);
  start("black", "b.py", 1);
  EXPECT_EQ(at(80)[1], "     0s  black  2 files");
}

TEST_F(Block, phases_without_tasks_have_words) {
  RunState other;
  other.note(PhaseBegan{Phase::discover}, now);
  EXPECT_EQ(status_block(other, {}, now), Lines{"looking for files"});
  state.note(PhaseBegan{Phase::infer}, now);
  state.note(Counted{Phase::infer, 3, 50, "pkg/a.py"}, now);
  EXPECT_EQ(at(80), (Lines{"[12/340] importing 3/50, 3 findings, about 2:40 left", "  pkg/a.py"}));
}

TEST_F(Block, what_matters_most_is_kept_where_there_is_little_room) {
  start("pylint", "django/db/models/query.py", 1);
  EXPECT_EQ(at(20), (Lines{"[12/340] 3 findings", "   0s  pylint  ….py"}));
  EXPECT_EQ(at(12)[0], "[12/340]");
}

TEST_F(Block, every_width_and_height_is_kept) {
  start("a-tool-with-quite-a-long-name", "日本/長い名前のファイル.py", 1);
  start("pylint", "odd\nname\x1b[31m\xff.py", 2);
  for (uint32_t job = 3; job < 20; ++job) start("flake8", "pkg/e\u0301.py", job);
  now += std::chrono::hours(3);
  for (size_t columns = 0; columns < 130; ++columns)
    for (size_t rows = 0; rows < 15; ++rows) {
      const Lines lines = at(columns, rows);
      EXPECT_LT(lines.size(), std::max<size_t>(rows, 1));
      for (const std::string& line : lines) {
        EXPECT_LT(columns_of(line), columns) << line;
        EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
      }
    }
}

TEST_F(Block, more_than_fits_is_counted) {
  for (uint32_t job = 1; job < 20; ++job) start("flake8", "a.py", job);
  EXPECT_EQ(at(80).size(), 9u);
  EXPECT_EQ(at(80).back(), "     12  more");
}

TEST_F(Block, colours_change_no_width) {
  start("pylint", "a.py", 1);
  const Lines plain = at(80), coloured = at(80, 24, true);
  ASSERT_EQ(plain.size(), coloured.size());
  EXPECT_NE(coloured[0].find("\033[1m[12/340]\033[0m"), std::string::npos);
  EXPECT_NE(coloured, plain);
}

TEST_F(Block, one_line_for_a_log_tells_what_takes_long) {
  start("pylint", "a.py", 1);
  EXPECT_EQ(progress_line(state, "app", now), "lintcache app: [12/340] 3 findings, about 2:40 left");
  now += seconds(12);
  EXPECT_EQ(progress_line(state, "app", now), "lintcache app: [12/340] 3 findings, about 2:39 left, pylint on a.py for 12s");
}

TEST(TimeText, is_short) {
  EXPECT_EQ(time_text(seconds(-1)), "0s");
  EXPECT_EQ(time_text(seconds(59)), "59s");
  EXPECT_EQ(time_text(seconds(65)), "1:05");
  EXPECT_EQ(time_text(seconds(7205)), "2:00:05");
}

// How often lines are told if there is always something new.
size_t told(Pace pace, Moment start, seconds time) {
  size_t count = 0;
  for (Moment now = start; now < start + time; now += milliseconds(100))
    if (pace.is_due(now)) {
      pace.told(now);
      ++count;
    }
  return count;
}

TEST(PaceTest, lines_that_were_asked_for_come_once_a_second) {
  const Moment start{};
  EXPECT_EQ(told(Pace(start, Pace::Seconds(0), Pace::Seconds(1), 0), start, seconds(60)), 60u);
}

TEST(PaceTest, others_become_rare) {
  const Moment start{};
  const Pace pace(start, Pace::Seconds(10), Pace::Seconds(10), 0.5);
  EXPECT_EQ(told(pace, start, seconds(10)), 0u);
  EXPECT_EQ(told(pace, start, seconds(21)), 2u);
  EXPECT_EQ(told(pace, start, seconds(600)), 10u);
  EXPECT_LE(told(pace, start, seconds(36000)), 22u);
}

}  // namespace
}  // namespace lintcache
