// SPDX-License-Identifier: MIT
// The state directory says what is true now, whatever an earlier run or a person left in it.
#include "run/keep_records.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

FinishedTask done(const std::string& file, const std::string& tool, const std::string& key, Verdict verdict) {
  Outcome outcome;
  outcome.verdict = verdict;
  outcome.out = "said\n";
  FinishedTask task{{file, tool, digest_of(key), {}, {}, {}}, outcome};
  task.identity = digest_of(key);
  return task;
}

class KeepRecords : public testing::Test {
 protected:
  KeepRecords() {
    request.source_dir = tree.path("s");
    request.state_dir = tree.path("state");
    request.backend = "files";
    for (const char* file : {"s/a.py", "s/d/b.py"}) tree.write(file);
    std::filesystem::create_directories(request.state_dir);
  }
  Result<void> keep(const std::vector<std::string>& files, const std::vector<FinishedTask>& tasks) {
    StateStore store(request.state_dir);
    StatCache disk(real_disk());
    return keep_records({request, store, disk, stop, outer, voice}, files, tasks);
  }
  // What a first run leaves: a stamp of a.py, a log of d/b.py.
  void first_run() {
    ASSERT_TRUE(keep(files, tasks).ok());
    ASSERT_TRUE(tree.has("state/a.py.flake8.stamp"));
    ASSERT_TRUE(tree.has("state/d/b.py.flake8.log"));
  }
  bool is_known(const Task& task) {
    StateStore store(request.state_dir);
    StatCache disk(real_disk());
    return store.outcomes().find(task, disk).has_value();
  }
  test::ScratchTree tree;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  std::vector<std::string> files = {"a.py", "d/b.py"};
  std::vector<FinishedTask> tasks = {done("a.py", "flake8", "1", Verdict::clean),
                                     done("d/b.py", "flake8", "2", Verdict::findings)};
};

TEST_F(KeepRecords, each_outcome_has_one_and_a_task_that_was_not_run_has_none) {
  first_run();
  EXPECT_FALSE(tree.has("state/a.py.flake8.log"));
  EXPECT_FALSE(tree.has("state/d/b.py.flake8.stamp"));
  FinishedTask waiting = done("a.py", "pylint", "3", Verdict::clean);
  waiting.outcome.reset();
  ASSERT_TRUE(keep(files, {waiting}).ok());
  EXPECT_FALSE(tree.has("state/a.py.pylint.stamp"));
  EXPECT_TRUE(tree.has("state/a.py.flake8.stamp"));
}

TEST_F(KeepRecords, what_is_in_place_is_not_written_again) {
  first_run();
  tree.write("state/a.py.flake8.stamp", "a mark");
  tree.write("state/d/b.py.flake8.log", "a mark");
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_EQ(tree.read("state/a.py.flake8.stamp"), "a mark");
  EXPECT_EQ(tree.read("state/d/b.py.flake8.log"), "a mark");
}

TEST_F(KeepRecords, another_key_or_verdict_is_written) {
  first_run();
  tasks[0].identity = digest_of("other");
  tasks[1].outcome->verdict = Verdict::clean;
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_EQ(tree.read("state/a.py.flake8.stamp"), "clean " + digest_of("other").hex() + "\n");
  EXPECT_TRUE(tree.has("state/d/b.py.flake8.stamp"));
  EXPECT_FALSE(tree.has("state/d/b.py.flake8.log"));
}

TEST_F(KeepRecords, one_that_somebody_removed_comes_back) {
  first_run();
  tree.remove("state/a.py.flake8.stamp");
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_TRUE(tree.has("state/a.py.flake8.stamp"));
}

TEST_F(KeepRecords, a_tool_that_broke_is_written_each_time) {
  tasks[0].outcome->verdict = Verdict::tool_failure;
  ASSERT_TRUE(keep(files, tasks).ok());
  tree.write("state/a.py.flake8.log", "old");
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_EQ(tree.read("state/a.py.flake8.log"), "said\n");
}

TEST_F(KeepRecords, a_file_that_left_the_tree_leaves_nothing) {
  first_run();
  {
    StateStore store(request.state_dir);
    store.outcomes().put(tasks[1].task, {}, *tasks[1].outcome);
    store.decisions().put(tasks[1].task.file, tasks[1].task.tool, {});
  }
  tree.remove("s/d");
  ASSERT_TRUE(keep({"a.py"}, {tasks[0]}).ok());
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_TRUE(tree.has("state/a.py.flake8.stamp"));
  EXPECT_FALSE(is_known(tasks[1].task));
}

TEST_F(KeepRecords, a_file_that_is_only_left_out_keeps_its_results) {
  first_run();
  {
    StateStore store(request.state_dir);
    store.outcomes().put(tasks[1].task, {}, *tasks[1].outcome);
    store.decisions().put(tasks[1].task.file, tasks[1].task.tool, {});
  }
  ASSERT_TRUE(keep({"a.py"}, {tasks[0]}).ok());
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_TRUE(is_known(tasks[1].task));
}

TEST_F(KeepRecords, where_outputs_are_rows_there_are_none) {
  first_run();
  request.backend = "sqlite";
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_FALSE(tree.has("state/a.py.flake8.stamp"));
  EXPECT_FALSE(tree.has("state/d"));
  {
    StateStore store(request.state_dir);
    store.outcomes().put(tasks[1].task, {}, *tasks[1].outcome);
    store.decisions().put(tasks[1].task.file, tasks[1].task.tool, {});
  }
  tree.remove("s/d");
  ASSERT_TRUE(keep({"a.py"}, {tasks[0]}).ok());
  EXPECT_FALSE(is_known(tasks[1].task));
}

TEST_F(KeepRecords, files_that_this_run_did_not_look_at_keep_theirs) {
  first_run();
  ASSERT_TRUE(keep(files, {tasks[0]}).ok());
  EXPECT_TRUE(tree.has("state/d/b.py.flake8.log"));
}

TEST_F(KeepRecords, a_tool_that_the_tree_no_longer_uses_leaves_nothing) {
  first_run();
  request.tools = {"pylint"};
  ASSERT_TRUE(keep(files, {done("a.py", "pylint", "3", Verdict::clean)}).ok());
  EXPECT_FALSE(tree.has("state/a.py.flake8.stamp"));
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_TRUE(tree.has("state/a.py.pylint.stamp"));
}

TEST_F(KeepRecords, where_the_state_was_lost_what_it_left_is_swept) {
  first_run();
  tree.write("state/old.py.pylint.stamp");
  tree.remove("state/state.sqlite");
  ASSERT_TRUE(keep(files, {tasks[0]}).ok());
  EXPECT_FALSE(tree.has("state/old.py.pylint.stamp"));
  EXPECT_FALSE(tree.has("state/d"));
  EXPECT_TRUE(tree.has("state/a.py.flake8.stamp"));
}

TEST_F(KeepRecords, one_that_cannot_be_written_is_an_error_and_the_others_are_written) {
  tree.write("state/a.py.flake8.stamp/in/the/way");
  ASSERT_FALSE(keep(files, tasks).ok());
  EXPECT_TRUE(tree.has("state/d/b.py.flake8.log"));
  tree.remove("state/a.py.flake8.stamp");
  ASSERT_TRUE(keep(files, tasks).ok());
  EXPECT_EQ(tree.read("state/a.py.flake8.stamp"), "clean " + digest_of("1").hex() + "\n");
}

TEST_F(KeepRecords, nothing_is_written_that_the_state_cannot_know_of) {
  std::optional<Database> holder;
  first_run();
  holder.emplace(std::move(Database::open(tree.path("state/state.sqlite"))).value());
  holder->run("BEGIN IMMEDIATE");
  ASSERT_TRUE(keep(files, {done("a.py", "pylint", "3", Verdict::clean)}).ok());
  EXPECT_FALSE(tree.has("state/a.py.pylint.stamp"));
}

}  // namespace
}  // namespace lintcache
