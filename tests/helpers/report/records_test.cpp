// SPDX-License-Identifier: MIT
// Stamps and logs: always exactly one of them, and none left behind.
#include "report/records.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

const Digest k_key = digest_of("key");

Outcome outcome(Verdict verdict) {
  Outcome made;
  made.verdict = verdict;
  made.out = "out\n";
  made.err = "err\n";
  return made;
}

FinishedTask done(const std::string& file, Verdict verdict, const std::string& tool = "flake8") {
  FinishedTask task{};
  task.task.file = file;
  task.task.tool = tool;
  task.outcome = outcome(verdict);
  task.identity = k_key;
  return task;
}

class Records : public testing::Test {
 protected:
  void write(const std::string& file, Verdict verdict, const std::string& tool = "flake8") {
    const auto written = write_record(tree.top(), done(file, verdict, tool));
    ASSERT_TRUE(written.ok()) << written.error().text();
  }
  test::ScratchTree tree;
};

TEST_F(Records, clean_is_a_stamp_with_the_key) {
  write("d/a.py", Verdict::clean);
  EXPECT_EQ(tree.read("d/a.py.flake8.stamp"), "clean " + k_key.hex() + "\n");
  EXPECT_FALSE(tree.has("d/a.py.flake8.log"));
}

TEST_F(Records, everything_else_is_a_log_with_what_the_tool_wrote) {
  for (const Verdict verdict : {Verdict::findings, Verdict::unusable_input, Verdict::tool_failure}) {
    write("a.py", verdict);
    EXPECT_EQ(tree.read("a.py.flake8.log"), "out\nerr\n");
    EXPECT_FALSE(tree.has("a.py.flake8.stamp"));
  }
}

TEST_F(Records, one_takes_the_place_of_the_other) {
  write("a.py", Verdict::findings);
  write("a.py", Verdict::clean);
  EXPECT_FALSE(tree.has("a.py.flake8.log"));
  write("a.py", Verdict::findings);
  EXPECT_FALSE(tree.has("a.py.flake8.stamp"));
  EXPECT_TRUE(tree.has("a.py.flake8.log"));
}

TEST_F(Records, has_record_asks_for_the_right_one) {
  write("a.py", Verdict::findings);
  EXPECT_TRUE(has_record(tree.top(), "a.py", "flake8", Verdict::findings));
  EXPECT_TRUE(has_record(tree.top(), "a.py", "flake8", Verdict::tool_failure));
  EXPECT_FALSE(has_record(tree.top(), "a.py", "flake8", Verdict::clean));
  EXPECT_FALSE(has_record(tree.top(), "a.py", "pylint", Verdict::findings));
  EXPECT_FALSE(has_record(tree.top(), "b.py", "flake8", Verdict::findings));
}

TEST_F(Records, removal_takes_both_and_the_directories_that_become_empty) {
  write("d/e/a.py", Verdict::clean);
  tree.write("d/e/a.py.flake8.log");
  write("d/b.py", Verdict::clean);
  ASSERT_TRUE(remove_record_files(tree.top(), "d/e/a.py", "flake8").ok());
  EXPECT_FALSE(tree.has("d/e"));
  EXPECT_TRUE(tree.has("d/b.py.flake8.stamp"));
  ASSERT_TRUE(remove_record_files(tree.top(), "d/b.py", "flake8").ok());
  EXPECT_FALSE(tree.has("d"));
  EXPECT_TRUE(tree.has("."));
}

TEST_F(Records, removal_of_what_is_not_there_is_no_error) {
  EXPECT_TRUE(remove_record_files(tree.top(), "d/a.py", "flake8").ok());
}

TEST_F(Records, a_record_that_cannot_be_written_is_an_error) {
  tree.write("d", "a file in the directory's place");
  EXPECT_FALSE(write_record(tree.top(), done("d/a.py", Verdict::clean)).ok());
}

TEST_F(Records, sweep_removes_those_of_its_tools_and_nothing_else) {
  write("a.py", Verdict::clean);
  write("d/e/b.py", Verdict::findings, "pylint");
  write("d/c.py", Verdict::clean, "mypy");
  for (const char* kept : {"summary.json", "state.sqlite", "x.flake8.stamp.txt", "flake8.log2", "d/notes.log"}) tree.write(kept);
  const std::string tools[] = {"flake8", "pylint"};
  sweep_records(tree.top(), tools);
  EXPECT_FALSE(tree.has("a.py.flake8.stamp"));
  EXPECT_FALSE(tree.has("d/e"));
  EXPECT_TRUE(tree.has("d/c.py.mypy.stamp"));
  for (const char* kept : {"summary.json", "state.sqlite", "x.flake8.stamp.txt", "flake8.log2", "d/notes.log"})
    EXPECT_TRUE(tree.has(kept)) << kept;
}

TEST_F(Records, sweep_does_not_follow_links) {
  tree.write("elsewhere/a.py.flake8.stamp");
  tree.link("state/link", tree.path("elsewhere"));
  const std::string tools[] = {"flake8"};
  sweep_records(tree.path("state"), tools);
  EXPECT_TRUE(tree.has("elsewhere/a.py.flake8.stamp"));
  EXPECT_TRUE(tree.has("state/link"));
}

TEST_F(Records, sweep_of_no_directory_does_nothing) {
  const std::string tools[] = {"flake8"};
  sweep_records(tree.path("none"), tools);
  EXPECT_FALSE(tree.has("none"));
}

}  // namespace
}  // namespace lintcache
