// SPDX-License-Identifier: MIT
// A tool gets the command line, directory and environment that its task says, and what it leaves is read.
#include "run/tool_process.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "support/scratch_tree.h"
#include "tools/adapter.h"
#include "tools/declared_tool.h"

namespace lintcache {
namespace {

using Names = std::vector<std::string>;

// A declared tool whose program is a shell script.
class RunTool : public testing::Test {
 protected:
  RunTool() : store(tree.path("state")) {
    request.source_dir = tree.path("s");
    request.state_dir = tree.path("state");
    tree.write("s/a.py", "x = 1\n");
    std::filesystem::create_directories(request.state_dir);
    task.file = "a.py";
    task.tool = "own";
    declaration.name = "own";
    declaration.command = {"own", "{file}"};
    tool.toolchain = std::make_shared<Toolchain>();
    tool.environment.variables = {"PATH=/usr/bin:/bin", "MODE=one"};
  }
  void script(const std::string& lines) { tool.launcher = {tree.write_program("bin/own", "#!/bin/sh\n" + lines)}; }
  Result<ToolRun> run() {
    if (!tool.adapter) tool.adapter = std::make_shared<Adapter>(declared_adapter(declaration));
    StatCache disk(real_disk());
    return run_tool({request, store, disk, stop, outer, voice}, task, tool);
  }
  std::string out() {
    const auto done = run();
    EXPECT_TRUE(done.ok()) << done.error().text();
    return done ? done->outcome.out : "";
  }
  // Files in the state directory that no run is to leave there.
  Names left_over() const {
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(request.state_dir))
      if (const std::string name = entry.path().filename().string(); name.starts_with(".output")) names.push_back(name);
    return names;
  }
  // A tool with a bootstrap, which writes this report.
  void report(const std::string& report) {
    Adapter adapter;
    adapter.name = "own";
    adapter.module = "own";
    adapter.bootstrap = "only its being there counts";
    adapter.arguments = [](const Subject& subject) { return Names{subject.file}; };
    adapter.read = [](ProcessResult process, const Subject&) {
      Outcome outcome;
      outcome.out = process.out;
      return outcome;
    };
    tool.adapter = std::make_shared<Adapter>(adapter);
    script("printf '" + report + "' >/proc/self/fd/19\n");
  }

  test::ScratchTree tree;
  Request request;
  Stop stop;
  Names outer;
  Voice voice;
  StateStore store;
  ToolDeclaration declaration;
  PreparedTool tool;
  Task task;
};

TEST_F(RunTool, its_words_follow_the_program_that_was_found) {
  script("for word; do printf '<%s>' \"$word\"; done\n");
  declaration.command = {"own", "--top={source_dir}", "a b", "", "{file}"};
  EXPECT_EQ(out(), "<--top=" + request.source_dir + "><a b><><a.py>");
}

TEST_F(RunTool, a_launcher_may_have_words_of_its_own) {
  script("for word; do printf '<%s>' \"$word\"; done\n");
  tool.launcher = {"/bin/sh", tool.launcher[0], "first"};
  EXPECT_EQ(out(), "<first><a.py>");
}

TEST_F(RunTool, a_tool_for_the_whole_tree_gets_all_files) {
  script("for word; do printf '<%s>' \"$word\"; done\n");
  declaration.command = {"own", "{files}", "end"};
  task.file.clear();
  task.files = {"a.py", "-d/b.py"};
  EXPECT_EQ(out(), "<a.py><./-d/b.py><end>");
}

TEST_F(RunTool, it_runs_in_the_tree_with_the_environment_of_the_tool_alone) {
  script("pwd; echo $MODE; echo ${HOME-unset}; cat a.py\n");
  ASSERT_EQ(setenv("HOME", "/somewhere", 1), 0);
  EXPECT_EQ(out(), request.source_dir + "\none\nunset\nx = 1\n");
}

TEST_F(RunTool, its_output_and_status_become_an_outcome) {
  script("echo said; echo also >&2; exit 1\n");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_FALSE(done->stopped);
  EXPECT_EQ(done->outcome.verdict, Verdict::findings);
  EXPECT_EQ(done->outcome.exit_status, 1);
  EXPECT_EQ(done->outcome.out, "said\n");
  EXPECT_EQ(done->outcome.err, "also\n");
  ASSERT_EQ(done->outcome.findings.size(), 1u);
  EXPECT_EQ(done->outcome.findings[0].path, "a.py");
  EXPECT_EQ(done->outcome.findings[0].text, "said");
}

TEST_F(RunTool, a_status_that_was_not_declared_is_a_failure) {
  script("echo oops >&2; exit 3\n");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->outcome.verdict, Verdict::tool_failure);
  EXPECT_NE(done->outcome.failure.find("oops"), std::string::npos) << done->outcome.failure;
}

TEST_F(RunTool, when_it_started_is_noted_before_it_does_anything) {
  const int64_t before = real_disk().now();
  script("exit 0\n");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_GE(done->started, before);
  EXPECT_LE(done->started, real_disk().now());
}

TEST_F(RunTool, a_report_in_a_file_is_read_and_removed) {
  script("echo a.py:3: in the report >\"$1\"; echo a.py:9: on the screen\n");
  declaration.command = {"own", "{output}", "{file}"};
  declaration.pattern = "(?<file>[^:]+):(?<line>\\d+): (?<text>.*)";
  const auto done = run();
  ASSERT_TRUE(done.ok());
  ASSERT_EQ(done->outcome.findings.size(), 1u);
  EXPECT_EQ(done->outcome.findings[0].line, 3u);
  EXPECT_EQ(done->outcome.findings[0].text, "in the report");
  EXPECT_EQ(left_over(), Names());
}

TEST_F(RunTool, a_report_may_be_named_within_a_word) {
  script("echo a.py:3: found >\"${1#--report=}\"\n");
  declaration.command = {"own", "--report={output}", "{file}"};
  declaration.pattern = "(?<file>[^:]+):(?<line>\\d+): (?<text>.*)";
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->outcome.findings.size(), 1u);
  EXPECT_EQ(left_over(), Names());
}

TEST_F(RunTool, a_report_that_was_not_written_is_empty) {
  script("exit 0\n");
  declaration.command = {"own", "{output}", "{file}"};
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->outcome.verdict, Verdict::clean);
  EXPECT_EQ(done->outcome.findings.size(), 0u);
}

TEST_F(RunTool, runs_at_the_same_time_write_different_reports) {
  script("echo \"$1\"; sleep 0.2; echo here >\"$1\"\n");
  declaration.command = {"own", "{output}", "{file}"};
  tool.adapter = std::make_shared<Adapter>(declared_adapter(declaration));
  std::string first, second;
  std::thread other([&] { first = out(); });
  second = out();
  other.join();
  // Each has said the path of its own report, and then what stood in it.
  EXPECT_NE(first.substr(0, first.find('\n')), second.substr(0, second.find('\n')));
  for (const std::string& one : {first, second}) EXPECT_NE(one.find("here"), std::string::npos) << one;
  EXPECT_EQ(left_over(), Names());
}

TEST_F(RunTool, what_is_stopped_has_no_outcome_and_leaves_nothing) {
  script("echo begun >\"$1\"; touch started; sleep 60\n");
  declaration.command = {"own", "{output}", "{file}"};
  std::thread stopper([&] {
    for (int i = 0; i < 500 && !tree.has("s/started"); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    stop.raise();
  });
  const auto done = run();
  stopper.join();
  ASSERT_TRUE(done.ok());
  EXPECT_TRUE(done->stopped);
  EXPECT_EQ(done->outcome.out, "");
  EXPECT_EQ(left_over(), Names());
}

TEST_F(RunTool, a_program_that_is_gone_is_an_error) {
  tool.launcher = {tree.path("bin/none")};
  EXPECT_FALSE(run().ok());
}

TEST_F(RunTool, nobody_can_see_what_a_program_without_a_bootstrap_reads) {
  script("cat a.py >/dev/null\n");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_TRUE(done->observed.inputs.empty());
  EXPECT_EQ(done->observed.doubt, "");
}

TEST_F(RunTool, what_a_tool_with_a_bootstrap_reports_is_observed) {
  tool.config = {{InputKind::content, "/s/setup.cfg", {}}};
  report("r\\0/x/data.txt\\0r\\0/s/setup.cfg\\0z\\0\\0");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->observed.doubt, "");
  EXPECT_EQ(done->observed.inputs, (std::vector<TracedInput>{{{InputKind::content, "/x/data.txt", {}}, Origin::observed}}));
}

TEST_F(RunTool, doubt_is_handed_on) {
  report("d\\0subprocess.Popen\\0uname\\0z\\0\\0");
  const auto done = run();
  ASSERT_TRUE(done.ok());
  EXPECT_NE(done->observed.doubt.find("uname"), std::string::npos) << done->observed.doubt;
}

TEST_F(RunTool, a_report_that_was_cut_short_is_in_doubt) {
  for (const char* text : {"", "r\\0/x/data.txt\\0", "r\\0/x"}) {
    report(text);
    const auto done = run();
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(done->observed.doubt, "its report is not whole") << text;
    EXPECT_TRUE(done->observed.inputs.empty());
  }
}

// A tool that takes several files, and says `file: text` about each.
class RunBatch : public RunTool {
 protected:
  RunBatch() {
    adapter.name = "own";
    adapter.module = "own";
    adapter.arguments = [](const Subject& subject) { return subject.files; };
    adapter.read_batch = [](const ProcessResult& process, const Subject& subject) -> std::optional<std::vector<Outcome>> {
      if (process.out.find("unclear") != std::string::npos) return {};
      std::vector<Outcome> outcomes;
      for (const std::string& file : subject.files) {
        Outcome& outcome = outcomes.emplace_back();
        outcome.out = file + process.out;
        if (process.out == "broken\n" && file == "b.py") outcome.verdict = Verdict::tool_failure;
      }
      return outcomes;
    };
    for (const char* file : {"a.py", "b.py"}) tasks.emplace_back().file = file;
  }
  std::vector<ToolRun> batch() {
    tool.adapter = std::make_shared<Adapter>(adapter);
    StatCache disk(real_disk());
    auto runs = run_batch({request, store, disk, stop, outer, voice}, {&tasks[0], &tasks[1]}, tool);
    EXPECT_TRUE(runs.ok());
    return runs ? runs->runs : std::vector<ToolRun>();
  }
  Adapter adapter;
  std::vector<Task> tasks;
};

TEST_F(RunBatch, all_files_are_named_and_each_has_its_outcome_and_its_share_of_the_time) {
  script("echo \"$@\"; sleep 0.05\n");
  const auto runs = batch();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].outcome.out, "a.pya.py b.py\n");
  EXPECT_EQ(runs[1].outcome.out, "b.pya.py b.py\n");
  for (const ToolRun& one : runs) {
    EXPECT_GE(one.outcome.nanoseconds, 25'000'000);
    EXPECT_FALSE(one.stopped);
    EXPECT_GT(one.started, 0);
  }
  EXPECT_EQ(runs[0].outcome.nanoseconds, runs[1].outcome.nanoseconds);
}

TEST_F(RunBatch, what_is_not_clear_is_nothing) {
  for (const char* lines : {"echo unclear\n", "echo broken\n", "kill -SEGV $$\n"}) {
    script(lines);
    EXPECT_TRUE(batch().empty()) << lines;
  }
}

TEST_F(RunBatch, a_report_in_doubt_is_nothing) {
  adapter.bootstrap = "only its being there counts";
  for (const char* report : {"", "d\\0subprocess.Popen\\0uname\\0z\\0\\0"}) {
    script(std::string("printf '") + report + "' >/proc/self/fd/19\n");
    EXPECT_TRUE(batch().empty()) << report;
  }
}

TEST_F(RunBatch, the_files_themselves_are_not_what_the_others_depend_on) {
  adapter.bootstrap = "only its being there counts";
  const std::string top = request.source_dir;
  script("printf 'r\\0" + top + "/a.py\\0r\\0" + top + "/data.txt\\0r\\0" + top + "/b.py\\0z\\0\\0' >/proc/self/fd/19\n");
  const auto runs = batch();
  ASSERT_EQ(runs.size(), 2u);
  for (const ToolRun& one : runs) {
    EXPECT_TRUE(one.observed.inputs.empty());
    ASSERT_TRUE(one.observed.common);
    ASSERT_EQ(one.observed.common->inputs.size(), 1u);
    EXPECT_EQ(one.observed.common->inputs[0].input.path, top + "/data.txt");
  }
}

TEST_F(RunBatch, what_is_stopped_has_no_outcome) {
  script("sleep 60\n");
  stop.raise();
  const auto runs = batch();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_TRUE(runs[0].stopped && runs[1].stopped);
}

}  // namespace
}  // namespace lintcache
