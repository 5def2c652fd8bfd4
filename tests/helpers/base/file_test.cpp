// SPDX-License-Identifier: MIT
// Files written whole, and what is cleaned up.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

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
