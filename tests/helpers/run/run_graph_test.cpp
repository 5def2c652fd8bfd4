// SPDX-License-Identifier: MIT
// The order of processes, and what keeps a task from running; without any process.
#include "run/run_graph.h"

#include <gtest/gtest.h>

#include <set>

#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

struct Graphs : testing::Test {
  void declare(const std::string& name, const std::function<void(ToolDeclaration&)>& more = {}) {
    ToolDeclaration tool;
    tool.name = name;
    tool.command = {"x", "{file}"};
    if (more) more(tool);
    request.lint_tools.push_back(std::move(tool));
  }

  void prepare() {
    for (const Adapter& adapter : adapters_of(request))
      for (const ToolDeclaration& tool : request.lint_tools)
        if (tool.name == adapter.name) tools.emplace_back().adapter = std::make_shared<Adapter>(adapter);
  }

  FinishedTask& task(const std::string& file, const std::string& tool) {
    for (FinishedTask& one : tasks)
      if (one.task.file == file && one.task.tool == tool) return one;
    FinishedTask& one = tasks.emplace_back();
    one.task.file = file;
    one.task.tool = tool;
    return one;
  }

  // What runs, one after the other.
  std::vector<std::string> run(const std::string& crashing = "") {
    RunGraph graph(session, tools, tasks);
    for (FinishedTask& one : tasks)
      if (!one.outcome) graph.add({&one}, 0, 0);
    graph.begin();
    std::vector<std::string> ran;
    while (const auto process = graph.next()) {
      FinishedTask& one = *graph.group(*process).front();
      ran.push_back(name_of(one.task));
      one.outcome.emplace();
      const bool crashes = ran.back() == crashing;
      // What did not become clear runs once more, before anything that comes after its tool.
      if (ran.back() == "first b.py" && !put_back) {
        put_back = true;
        graph.add({&one}, 0, 0);
      }
      graph.ended(*process, crashes ? TaskState::crashed : TaskState::success);
    }
    EXPECT_TRUE(graph.finish().ok());
    return ran;
  }

  test::ScratchTree tree;
  Request request;
  Stop stop;
  std::vector<std::string> outer, told, warned;
  Voice voice{[this](const std::string& line) { warned.push_back(line); }, {}};
  StateStore store{tree.path("state")};
  StatCache disk{real_disk()};
  Session session{request, store, disk, stop, outer, voice};
  std::vector<PreparedTool> tools;
  std::vector<FinishedTask> tasks;
  bool put_back = true;
};

using Names = std::vector<std::string>;

TEST_F(Graphs, take_one_tool_after_the_other_with_what_is_put_back) {
  declare("last", [](ToolDeclaration& tool) { tool.after = {"first"}; });
  declare("first");
  prepare();
  for (const char* file : {"a.py", "b.py"})
    for (const char* tool : {"last", "first"}) task(file, tool);
  put_back = false;
  EXPECT_EQ(run(), (Names{"first a.py", "first b.py", "first b.py", "last a.py", "last b.py"}));
}

TEST_F(Graphs, keep_from_running_what_needs_what_broke) {
  declare("types", [](ToolDeclaration& tool) { tool.gives = {"types"}; });
  declare("deep", [](ToolDeclaration& tool) { tool.needs = {"types"}; });
  prepare();
  voice.trace = [this](const std::string& line) { told.push_back(line); };
  voice.manner.self_check = true;
  for (const char* file : {"a.py", "b.py"})
    for (const char* tool : {"deep", "types"}) task(file, tool);
  EXPECT_EQ(run("types b.py"), (Names{"types a.py", "types b.py", "deep a.py"}));
  EXPECT_EQ(task("b.py", "deep").blocked_by, "types b.py");
  EXPECT_EQ(task("a.py", "deep").blocked_by, "");
  EXPECT_EQ(warned, Names{"types b.py broke, so what needs it was not run: deep b.py"});
  EXPECT_EQ(std::count(told.begin(), told.end(), "deep b.py: waiting -> blocked, because of types b.py"), 1);
}

TEST_F(Graphs, know_what_broke_in_an_earlier_step) {
  declare("types", [](ToolDeclaration& tool) { tool.gives = {"types"}; });
  declare("deep", [](ToolDeclaration& tool) { tool.needs = {"types"}; });
  prepare();
  tasks.reserve(4);
  task("a.py", "types").outcome.emplace();
  task("", "types").outcome.emplace().verdict = Verdict::tool_failure;
  task("a.py", "deep");
  EXPECT_EQ(run(), Names{});
  EXPECT_EQ(task("a.py", "deep").blocked_by, "types (tree)");
}

TEST_F(Graphs, take_another_order_for_another_number) {
  declare("last", [](ToolDeclaration& tool) { tool.after = {"first"}; });
  declare("first");
  prepare();
  const auto order = [&](uint64_t number) {
    voice.manner.shuffle = number;
    tasks.clear();
    for (const char* tool : {"last", "first"})
      for (const char* file : {"a.py", "c.py", "d.py", "e.py"}) task(file, tool);
    return run();
  };
  const Names usual = order(0);
  std::set<Names> orders = {usual};
  for (uint64_t number = 1; number < 6; ++number) {
    const Names names = order(number);
    EXPECT_EQ(order(number), names);
    EXPECT_EQ(std::set(names.begin(), names.begin() + 4), std::set(usual.begin(), usual.begin() + 4)) << "those of `first`";
    orders.insert(names);
  }
  EXPECT_GT(orders.size(), 3u);
}

TEST_F(Graphs, stop) {
  declare("first");
  prepare();
  task("a.py", "first");
  RunGraph graph(session, tools, tasks);
  graph.add({&tasks[0]}, 0, 0);
  graph.begin();
  graph.stop();
  EXPECT_EQ(graph.next(), std::nullopt);
  EXPECT_TRUE(graph.finish().ok());
}

}  // namespace
}  // namespace lintcache
