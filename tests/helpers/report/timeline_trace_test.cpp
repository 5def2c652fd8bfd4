// SPDX-License-Identifier: MIT
// Each process is one event on the thread of its slot.
#include "report/timeline_trace.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lintcache {
namespace {

TEST(TimelineTrace, processes_are_complete_events) {
  Timeline timeline{"app", 0, 9'000, 0, 0, {}, {}, {}};
  timeline.phases.push_back({Phase::tools, 0, 9'000});
  timeline.imports.push_back({0, 1'000, 2'000, 7});
  timeline.jobs.push_back({"pylint", 1, 2'000, 5'500, {{"a.py", TaskStep::finished, Verdict::findings, 2}}});
  const auto trace = nlohmann::json::parse(timeline_trace(timeline));
  std::map<std::string, nlohmann::json> events;
  std::map<int, std::string> threads;
  for (const auto& event : trace["traceEvents"]) {
    if (event["ph"] == "X") events[event["name"]] = event;
    if (event["name"] == "thread_name") threads[event["tid"]] = event["args"]["name"];
  }
  ASSERT_EQ(events.size(), 3u);
  const auto& task = events["pylint a.py"];
  EXPECT_EQ(task["ts"], 2.0);
  EXPECT_EQ(task["dur"], 3.5);
  EXPECT_EQ(task["args"]["tasks"][0]["end"], "findings");
  EXPECT_EQ(threads[task["tid"]], "slot 2");
  EXPECT_EQ(threads[events["import of 7 files"]["tid"]], "import 1");
  EXPECT_EQ(threads[events["tools"]["tid"]], "phases");
}

}  // namespace
}  // namespace lintcache
