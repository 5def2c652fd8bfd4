// SPDX-License-Identifier: MIT
// Each line is one JSON object with what its happening says.
#include "report/progress_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

TEST(ProgressJson, lines_are_as_they_are_described) {
  EXPECT_EQ(begin_json("lint", "app"), R"({"event":"begin","at":0.0,"format":1,"verb":"lint","name":"app"})");
  EXPECT_EQ(happening_json(PhaseBegan{Phase::infer}, 0.5), R"({"event":"phase","at":0.5,"phase":"infer"})");
  EXPECT_EQ(happening_json(TasksExpected{3}, 1), R"({"event":"expected","at":1.0,"tasks":3})");
  EXPECT_EQ(happening_json(TasksReused{"pylint", 3, 1}, 1), R"({"event":"reused","at":1.0,"tool":"pylint","tasks":3,"findings":1})");
  EXPECT_EQ(happening_json(TasksQueued{"pylint", 3, 1, 1'500'000'000}, 1),
            R"({"event":"queued","at":1.0,"tool":"pylint","tasks":3,"unknown":1,"seconds":1.5})");
  EXPECT_EQ(happening_json(ImportEvent{true, 1, 7}, 1), R"({"event":"import","at":1.0,"step":"finished","slot":1,"files":7})");
  EXPECT_EQ(happening_json(Counted{Phase::verify, 1, 7, "x"}, 1),
            R"({"event":"count","at":1.0,"phase":"verify","done":1,"total":7,"what":"x"})");
  TaskEvent task{TaskStep::started, "pylint", "a.py", 4, 1, 0, 0, Verdict::clean, 0};
  EXPECT_EQ(happening_json(task, 1),
            R"({"event":"task","at":1.0,"step":"started","tool":"pylint","file":"a.py","job":4,"slot":1,"seconds_before":null})");
  task = {TaskStep::finished, "pylint", "a.py", 4, 1, 2'000'000, 1'000'000, Verdict::findings, 3};
  EXPECT_EQ(happening_json(task, 1),
            R"({"event":"task","at":1.0,"step":"finished","tool":"pylint","file":"a.py","job":4,"slot":1,"seconds_before":0.002,)"
            R"("verdict":"findings","findings":3,"seconds":0.001})");
}

TEST(ProgressJson, names_that_are_no_text_are_escaped) {
  const auto json = nlohmann::json::parse(happening_json(TaskEvent{TaskStep::started, "t", "odd\xff\n.py", 1, 0, 0, 0, {}, 0}, 0));
  EXPECT_EQ(json["file"], "odd\\xff\\n.py");
}

TEST(ProgressJson, the_end_adds_up) {
  Summary summary;
  summary.tasks = 9;
  summary.cached = 4;
  summary.run = 3;
  summary.not_run = 2;
  const auto json = nlohmann::json::parse(end_json(summary, 130, 1.23456));
  EXPECT_EQ(json["tasks"], 9);
  EXPECT_EQ(json["reused"].get<int>() + json["finished"].get<int>() + json["not_run"].get<int>(), 9);
  EXPECT_EQ(json["exit_status"], 130);
  EXPECT_EQ(json["at"], 1.235);
}

}  // namespace
}  // namespace lintcache
