// SPDX-License-Identifier: MIT
// Files written whole, and what is cleaned up.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

size_t files_in(const std::string& directory) { return (*real_disk().list(directory))->size(); }

uint64_t inode_of(const std::string& path) { return (*real_disk().status(path))->tuple.inode; }

TEST(WriteAtomically, makes_missing_directories_and_leaves_nothing_else) {
  const test::ScratchTree tree;
  ASSERT_TRUE(write_atomically(tree.path("a/b/c"), "text").ok());
  EXPECT_EQ(tree.read("a/b/c"), "text");
  EXPECT_EQ(files_in(tree.path("a/b")), 1u);
}

TEST(WriteAtomically, replaces_rather_than_overwrites) {
  const test::ScratchTree tree;
  tree.write("file", "old");
  tree.link("other", tree.path("file"));
  std::filesystem::create_hard_link(tree.path("file"), tree.path("reader"));
  ASSERT_TRUE(write_atomically(tree.path("file"), "new").ok());
  EXPECT_EQ(tree.read("file"), "new");
  EXPECT_EQ(tree.read("reader"), "old") << "whoever has the old file open still sees it whole";
}

TEST(WriteAtomically, tells_where_it_could_not) {
  const test::ScratchTree tree;
  tree.write("file", "");
  tree.write("directory/x", "");
  const auto below_file = write_atomically(tree.path("file/x"), "");
  ASSERT_FALSE(below_file);
  EXPECT_EQ(below_file.error().where, tree.path("file/x"));
  const auto over_directory = write_atomically(tree.path("directory"), "");
  ASSERT_FALSE(over_directory);
  EXPECT_EQ(files_in(tree.top()), 2u) << "the temporary file is gone";
}

TEST(WriteAtomically, a_name_that_is_too_long_is_an_error) {
  const test::ScratchTree tree;
  EXPECT_FALSE(write_atomically(tree.path(std::string(300, 'x')), "").ok());
  EXPECT_EQ(files_in(tree.top()), 0u);
}

TEST(WriteIfChanged, leaves_an_equal_file_alone) {
  const test::ScratchTree tree;
  tree.write("file", "same");
  const uint64_t before = inode_of(tree.path("file"));
  ASSERT_TRUE(write_if_changed(tree.path("file"), "same").ok());
  EXPECT_EQ(inode_of(tree.path("file")), before);
  ASSERT_TRUE(write_if_changed(tree.path("file"), "other").ok());
  EXPECT_EQ(tree.read("file"), "other");
}

TEST(MakeDirectories, is_content_with_those_that_are_there) {
  const test::ScratchTree tree;
  EXPECT_TRUE(make_directories(tree.path("a/b/c")).ok());
  EXPECT_TRUE(make_directories(tree.path("a/b/c")).ok());
  EXPECT_TRUE(std::filesystem::is_directory(tree.path("a/b/c")));
  tree.write("file", "");
  EXPECT_FALSE(make_directories(tree.path("file/below")).ok());
}

// The number of a process that was there and is no more.
pid_t ended_process() {
  const pid_t process = fork();
  if (process == 0) _exit(0);
  waitpid(process, nullptr, 0);
  return process;
}

class SweepTemporaries : public testing::Test {
 protected:
  std::string write(const std::string& name, int hours_old) {
    std::string path = tree.write(name, "half of it");
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(hours_old));
    return path;
  }
  static std::string name_for(pid_t process) { return fmt::format(".lintcache-{}-7fa3c", process); }
  test::ScratchTree tree;
};

TEST_F(SweepTemporaries, removes_what_killed_processes_left_and_nothing_else) {
  const pid_t gone = ended_process();
  write(name_for(gone), 2);
  write("pkg/sub/" + name_for(gone), 30);
  const std::vector<std::string> kept = {
      write("young/" + name_for(gone), 0), write("future/" + name_for(gone), -2), write("alive/" + name_for(getpid()), 2),
      write("first/" + name_for(1), 2),    write(".lintcache-notes", 2),           write(".lintcache-", 2),
      write(fmt::format(".lintcache-{}", gone), 2),  write(fmt::format("x.lintcache-{}-1", gone), 2),
      write("state.sqlite", 2)};
  EXPECT_EQ(sweep_temporaries(tree.top()), 2u);
  EXPECT_FALSE(tree.has(name_for(gone)));
  EXPECT_FALSE(tree.has("pkg/sub/" + name_for(gone)));
  for (const std::string& path : kept) EXPECT_TRUE(std::filesystem::exists(path)) << path;
}

TEST_F(SweepTemporaries, looks_once_a_day) {
  EXPECT_EQ(sweep_temporaries(tree.top()), 0u);
  write(name_for(ended_process()), 2);
  EXPECT_EQ(sweep_temporaries(tree.top()), 0u);
  write(".lintcache-swept", 25);
  EXPECT_EQ(sweep_temporaries(tree.top()), 1u);
}

TEST_F(SweepTemporaries, a_link_leads_nowhere_and_no_directory_is_no_trouble) {
  const test::ScratchTree other;
  const std::string left = other.write(name_for(ended_process()), "");
  std::filesystem::last_write_time(left, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  tree.link("elsewhere", other.top());
  EXPECT_EQ(sweep_temporaries(tree.top()), 0u);
  EXPECT_TRUE(std::filesystem::exists(left));
  EXPECT_EQ(sweep_temporaries(tree.path("none")), 0u);
  EXPECT_FALSE(tree.has("none"));
}

TEST(RemoveFile, one_that_is_not_there_is_no_error) {
  const test::ScratchTree tree;
  tree.write("file", "");
  EXPECT_TRUE(remove_file(tree.path("file")).ok());
  EXPECT_FALSE(tree.has("file"));
  EXPECT_TRUE(remove_file(tree.path("file")).ok());
  EXPECT_TRUE(remove_file(tree.path("no/such/file")).ok());
  tree.write("directory/x", "");
  EXPECT_FALSE(remove_file(tree.path("directory")).ok());
}

TEST(RemoveEmptyDirectories, stops_at_the_first_that_is_in_use_and_at_the_top) {
  const test::ScratchTree tree;
  tree.write("top/a/keep", "");
  ASSERT_TRUE(make_directories(tree.path("top/a/b/c")).ok());
  remove_empty_directories(tree.path("top/a/b/c"), tree.path("top"));
  EXPECT_FALSE(tree.has("top/a/b"));
  EXPECT_TRUE(tree.has("top/a/keep"));
  tree.remove("top/a/keep");
  remove_empty_directories(tree.path("top/a"), tree.path("top"));
  EXPECT_FALSE(tree.has("top/a"));
  EXPECT_TRUE(tree.has("top"));
}

}  // namespace
}  // namespace lintcache
