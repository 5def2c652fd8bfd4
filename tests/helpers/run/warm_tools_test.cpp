// SPDX-License-Identifier: MIT
// Tools are served where they can be; what a served process cannot do, a fresh one does.
#include "run/warm_tools.h"

#include <gtest/gtest.h>

#include "run/tool_process.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"
#include "tools/python_source.h"

namespace lintcache {
namespace {

class Warm : public testing::Test {
 protected:
  Warm() : store(tree.path("state")), bootstrap(std::string(k_start_source) + "\nexec(start('own', False))\n") {
    request.source_dir = tree.top();
    request.state_dir = tree.path("state");
    adapter.name = adapter.module = "own";
    adapter.bootstrap = bootstrap;
    adapter.warm = "import decimal";
    adapter.arguments = [](const Subject& subject) { return std::vector<std::string>{subject.file}; };
    adapter.read = [](const ProcessResult& process, const Subject&) {
      Outcome outcome;
      outcome.out = process.out;
      if (process.exit_status != 0) outcome.verdict = Verdict::tool_failure;
      return outcome;
    };
    tool.toolchain = std::make_shared<Toolchain>();
    tool.environment.variables = {"PATH=/usr/bin:/bin"};
    task.file = "a.py";
  }
  // `is_served` is known to the script.
  void script(const std::string& text) {
    tree.write("own", "import os, sys\nwith open('/proc/%d/cmdline' % os.getppid(), 'rb') as parent:\n"
                      "    is_served = b'class Server' in parent.read()\n" + text);
  }
  std::string out() {
    if (!tool.adapter) {
      tool.adapter = std::make_shared<Adapter>(adapter);
      tool.launcher = start_of(adapter, {LINTCACHE_TEST_PYTHON, tree.path("own")});
      warm.add(tool);
      warm.about_to_run(tool);
    }
    const auto run = run_tool(session, task, tool, &warm);
    EXPECT_TRUE(run.ok());
    if (!run) return "";
    EXPECT_EQ(run->observed.doubt, "");
    return run->outcome.out + (run->outcome.verdict == Verdict::tool_failure ? "broken" : "");
  }

  test::ScratchTree tree;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  StateStore store;
  StatCache disk{real_disk()};
  Session session{request, store, disk, stop, outer, voice};
  WarmTools warm{session};
  std::string bootstrap;
  Adapter adapter;
  PreparedTool tool;
  Task task;
};

TEST_F(Warm, a_tool_that_was_added_is_served) {
  script("print(is_served)\n");
  EXPECT_EQ(out(), "True\n");
  EXPECT_EQ(out(), "True\n");
}

TEST_F(Warm, one_that_cannot_be_is_not) {
  adapter.warm = "";
  script("print(is_served)\n");
  EXPECT_EQ(out(), "False\n");
  EXPECT_EQ(warm.server("own"), nullptr);
}

TEST_F(Warm, one_whose_server_is_of_no_use_is_run_by_itself) {
  adapter.warm = "import nosuchmodule";
  script("print(is_served)\n");
  EXPECT_EQ(out(), "False\n");
  EXPECT_TRUE(warm.server("own")->is_out());
}

TEST_F(Warm, why_nothing_is_served_is_told_once) {
  std::vector<std::string> told;
  voice.zones.add(Zone::tool);
  voice.log = [&](Zone, const std::string& line) { told.push_back(line); };
  adapter.warm = "import nosuchmodule";
  script("print(is_served)\n");
  out();
  out();
  EXPECT_EQ(told, std::vector<std::string>{
                      "own is not forked from a lint server: ModuleNotFoundError: No module named 'nosuchmodule'"});
}

TEST_F(Warm, nothing_is_loaded_before_it_says_so) {
  script("print(is_served)\n");
  const int64_t before = real_disk().now();
  EXPECT_EQ(out(), "True\n");
  EXPECT_GE(warm.started(tool), before);
  const auto run = run_tool(session, task, tool, &warm);
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->started, warm.started(tool));
}

TEST_F(Warm, what_breaks_is_run_again_by_itself) {
  script("print(is_served)\nsys.exit(is_served)\n");
  EXPECT_EQ(out(), "False\n");
}

TEST_F(Warm, what_breaks_everywhere_is_broken_and_not_served_for_ever) {
  script("open('count', 'a').write('s' if is_served else 'f')\nsys.exit(1)\n");
  for (int i = 0; i < 9; ++i) EXPECT_EQ(out(), "broken");
  const std::string count = tree.read("count");
  EXPECT_EQ(std::count(count.begin(), count.end(), 'f'), 9);
  EXPECT_EQ(std::count(count.begin(), count.end(), 's'), 4);
}

TEST_F(Warm, a_child_that_dies_is_run_again_by_itself) {
  script("print(is_served, flush=True)\nif is_served:\n    os.kill(os.getpid(), 9)\n");
  EXPECT_EQ(out(), "False\n");
}

}  // namespace
}  // namespace lintcache
