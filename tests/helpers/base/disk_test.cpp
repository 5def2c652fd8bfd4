// SPDX-License-Identifier: MIT
// The real disk: what is there, what is not, and what must not be read.
#include "base/disk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ctime>

#include "support/scratch_tree.h"

namespace lintcache {
namespace {

TEST(RealDisk, absent_is_nothing_rather_than_an_error) {
  const test::ScratchTree tree;
  tree.write("file", "");
  tree.link("dangling", "nowhere");
  tree.link("loop", tree.path("loop"));
  for (const char* name : {"none", "none/below", "file/below", "dangling", "loop"}) {
    const std::string path = tree.path(name);
    EXPECT_TRUE(real_disk().status(path).ok() && !*real_disk().status(path)) << name;
    EXPECT_TRUE(real_disk().read(path).ok() && !*real_disk().read(path)) << name;
    EXPECT_TRUE(real_disk().list(path).ok() && !*real_disk().list(path)) << name;
  }
}

TEST(RealDisk, status_follows_links_and_sees_size_and_type) {
  const test::ScratchTree tree;
  tree.write("file", "12345");
  tree.link("link", "file");
  const auto file = real_disk().status(tree.path("file"));
  EXPECT_EQ((*file)->type, FileType::regular);
  EXPECT_EQ((*file)->tuple.size, 5);
  EXPECT_EQ((*real_disk().status(tree.path("link")))->tuple, (*file)->tuple);
  EXPECT_EQ((*real_disk().status(tree.top()))->type, FileType::directory);
  EXPECT_EQ((*real_disk().status("/dev/null"))->type, FileType::other);
}

TEST(RealDisk, reads_all_bytes) {
  const test::ScratchTree tree;
  std::string bytes = "a\0\n\xff";
  bytes.resize(300'000, 'x');
  tree.write("file", bytes);
  EXPECT_EQ((*real_disk().read(tree.path("file")))->bytes, bytes);
  tree.write("empty", "");
  EXPECT_EQ((*real_disk().read(tree.path("empty")))->bytes, "");
}

TEST(RealDisk, neither_blocks_on_a_fifo_nor_reads_what_is_no_file) {
  const test::ScratchTree tree;
  ASSERT_EQ(mkfifo(tree.path("fifo").c_str(), 0600), 0);
  EXPECT_FALSE(real_disk().read(tree.path("fifo")).ok());
  EXPECT_FALSE(real_disk().read(tree.top()).ok());
  EXPECT_FALSE(real_disk().read("/dev/zero").ok());
}

TEST(RealDisk, a_listing_is_sorted_by_bytes_and_has_types) {
  const test::ScratchTree tree;
  tree.write("b", "");
  tree.write("B", "");
  tree.write("\xff\n", "");
  tree.write("a/x", "");
  tree.link("link", "a");
  const auto entries = real_disk().list(tree.top());
  ASSERT_TRUE(entries.ok() && *entries);
  const std::vector<DirectoryEntry> expected = {{"B", FileType::regular},
                                                {"a", FileType::directory},
                                                {"b", FileType::regular},
                                                {"link", FileType::symlink},
                                                {"\xff\n", FileType::regular}};
  EXPECT_EQ(**entries, expected);
}

TEST(RealDisk, no_file_is_newer_than_now) {
  const test::ScratchTree tree;
  for (int i = 0; i < 20; ++i) {
    tree.write("file", std::to_string(i));
    const auto status = real_disk().status(tree.path("file"));
    // Kernels from 6.13 on may stamp finer than their tick, so by less than one.
    EXPECT_LE((*status)->tuple.changed_nanoseconds, real_disk().now() + 10'000'000);
  }
  EXPECT_NEAR(static_cast<double>(real_disk().now()) / 1e9, static_cast<double>(time(nullptr)), 2.0);
}

TEST(RealDisk, a_stamp_makes_the_file_and_is_the_time_of_files_beside_it) {
  const test::ScratchTree tree;
  const std::string probe = tree.path("probe");
  const auto first = real_disk().stamp(probe);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(tree.has("probe"));
  tree.write("file", "");
  const auto file = *real_disk().status(tree.path("file"));
  const auto second = real_disk().stamp(probe);
  EXPECT_EQ(first->device, file->device);
  EXPECT_EQ(first->tuple.inode, second->tuple.inode);
  EXPECT_LE(first->tuple.changed_nanoseconds, file->tuple.changed_nanoseconds);
  EXPECT_LE(file->tuple.changed_nanoseconds, second->tuple.changed_nanoseconds);
  EXPECT_EQ(second->tuple.changed_nanoseconds, second->tuple.modified_nanoseconds);
}

TEST(RealDisk, only_a_file_of_ours_gets_a_stamp) {
  const test::ScratchTree tree;
  tree.write("target", "");
  tree.link("link", tree.path("target"));
  EXPECT_FALSE(real_disk().stamp(tree.path("link")).ok());
  EXPECT_FALSE(real_disk().stamp(tree.path("no/directory")).ok());
  EXPECT_FALSE(real_disk().stamp(tree.top()).ok());
}

TEST(RealDisk, a_file_tells_its_file_system) {
  const test::ScratchTree tree;
  tree.write("file", "");
  const auto file = *real_disk().status(tree.path("file"));
  EXPECT_EQ(file->device, (*real_disk().status(tree.top()))->device);
  EXPECT_EQ(file->device, (*real_disk().read(tree.path("file")))->after.device);
  EXPECT_NE(file->device, (*real_disk().status("/proc/self"))->device);
  EXPECT_TRUE(file->is_dated);
}

}  // namespace
}  // namespace lintcache
