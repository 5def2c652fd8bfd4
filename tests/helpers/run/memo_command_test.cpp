// SPDX-License-Identifier: MIT
// The line for commands, with a tracer that tells what it is told to.
#include "run/memo_command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

// A command that reads `in` and writes the same to `out`.
class MemoCommandTest : public testing::Test {
 protected:
  MemoCommandTest() {
    tree.write("w/in", "one");
    command.arguments = {"copy"};
    command.executable = "/bin/copy";
    command.directory = tree.path("w");
    command.mask = 022;
    options.most_bytes = 1 << 20;
  }

  RanCommand copy() {
    ++times;
    RanCommand ran;
    ran.trace.processes.push_back({1, 0, {"copy"}, "/bin/copy", tree.path("w"), false, 0, 100, 0});
    ran.trace.events.push_back({EventKind::open, 0, tree.path("w/in"), "", 0, O_RDONLY, 0, 1});
    ran.trace.events.push_back({EventKind::open, 0, tree.path("w/out"), "", 0, O_WRONLY | O_CREAT | O_TRUNC, 0644, 2});
    ran.trace.events.push_back({EventKind::variable, 0, "", "WORD", 0, 0, 0, 3});
    if (!doubt.empty()) ran.trace.events.push_back({EventKind::doubt, 0, "", doubt, 0, 0, 0, 4});
    tree.write("w/out", tree.read("w/in"));
    if (act) act();
    ran.chunks = {{1, "said"}};
    ran.status = 3 << 8;
    return ran;
  }

  MemoResult run() {
    MemoStore store(tree.path("c"), 1 << 30);
    said.clear();
    const MemoVoice voice{[&](const std::string& line) { said += line + "\n"; }, [](const std::string&) {},
                          [&](int, std::string_view bytes) { said += bytes; }};
    auto result = memoize(command, options, store, [&](const MemoCommand&, const auto&) -> Result<RanCommand> { return copy(); }, voice);
    EXPECT_TRUE(result) << result.error().text();
    return *result;
  }

  test::ScratchTree tree;
  MemoCommand command;
  MemoOptions options;
  int times = 0;
  std::string doubt, said;
  std::function<void()> act;
};

TEST_F(MemoCommandTest, it_runs_once_and_is_repeated) {
  EXPECT_TRUE(run().is_kept);
  tree.remove("w/out");
  const MemoResult again = run();
  EXPECT_TRUE(again.is_hit);
  EXPECT_EQ(again.status, 3 << 8);
  EXPECT_EQ(said, "said");
  EXPECT_EQ(times, 1);
  EXPECT_EQ(tree.read("w/out"), "one");
}

TEST_F(MemoCommandTest, an_input_or_a_variable_that_changes_makes_it_run_and_going_back_does_not) {
  run();
  tree.write("w/in", "two");
  EXPECT_EQ(run().why, tree.path("w/in") + " changed");
  tree.write("w/in", "one");
  EXPECT_TRUE(run().is_hit);
  EXPECT_EQ(tree.read("w/out"), "one");
  command.environment = {"WORD=x"};
  EXPECT_EQ(run().why, "variable WORD is set now");
  EXPECT_EQ(times, 3);
}

TEST_F(MemoCommandTest, a_doubt_keeps_nothing_and_says_why) {
  doubt = "talks to a server";
  EXPECT_FALSE(run().is_kept);
  EXPECT_EQ(said, "not cached: it talks to a server\n");
  EXPECT_FALSE(run().is_hit);
}

TEST_F(MemoCommandTest, an_input_that_changes_while_it_runs_keeps_nothing) {
  act = [this] { tree.write("w/in", "later"); };
  EXPECT_FALSE(run().is_kept);
  EXPECT_NE(said.find("changed while it ran"), std::string::npos) << said;
}

TEST_F(MemoCommandTest, a_dry_run_does_nothing_and_a_refresh_runs) {
  options.dry_run = true;
  EXPECT_EQ(run().why, "it was not run before");
  EXPECT_EQ(times, 0);
  options.dry_run = false;
  run();
  tree.remove("w/out");
  options.dry_run = true;
  EXPECT_TRUE(run().is_hit);
  EXPECT_FALSE(tree.has("w/out"));
  options.dry_run = false;
  options.refresh = true;
  EXPECT_FALSE(run().is_hit);
  EXPECT_EQ(times, 2);
}

TEST_F(MemoCommandTest, without_restoring_nothing_is_put_back) {
  run();
  tree.remove("w/out");
  options.no_restore = true;
  EXPECT_TRUE(run().is_hit);
  EXPECT_FALSE(tree.has("w/out"));
}

TEST_F(MemoCommandTest, declared_inputs_count_and_too_much_is_not_kept) {
  tree.write("w/a.cfg", "1");
  options.inputs = {"*.cfg"};
  run();
  EXPECT_TRUE(run().is_hit);
  tree.write("w/a.cfg", "2");
  EXPECT_FALSE(run().is_hit);
  options.most_bytes = 2;
  tree.write("w/a.cfg", "3");
  EXPECT_FALSE(run().is_kept);
}

TEST_F(MemoCommandTest, outputs_outside_are_told) {
  options.build_directory = tree.path("build");
  run();
  EXPECT_NE(said.find("outside"), std::string::npos) << said;
  options.outputs = {"out"};
  run();
  EXPECT_EQ(said, "");
}

}  // namespace
}  // namespace lintcache
