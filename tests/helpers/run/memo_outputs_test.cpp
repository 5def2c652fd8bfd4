// SPDX-License-Identifier: MIT
// Outputs are put where they are missing, as they were, and left alone where they are in place.
#include "run/memo_outputs.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest/hasher.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class MemoOutputsTest : public testing::Test {
 protected:
  [[nodiscard]] std::vector<MemoOutput> outputs() const {
    return {{OutputKind::directory, tree.path("d"), 0700, {}, "", 0},
            {OutputKind::file, tree.path("d/a"), 0640, digest_of("bytes"), "", 1'000'000'000'000'000'000},
            {OutputKind::symbolic_link, tree.path("d/l"), 0777, {}, "a", 0},
            {OutputKind::hard_link, tree.path("h"), 0640, {}, tree.path("d/a"), 0},
            {OutputKind::gone, tree.path("old"), 0, {}, "", 0}};
  }
  Restored put(const std::vector<MemoOutput>& all, int64_t newest = 0) {
    PathFacts facts;
    auto restored = restore(all, newest, facts, {[] {}, [](const Digest& name) -> std::optional<std::string> {
      if (name == digest_of("bytes")) return "bytes";
      return {};
    }, [] {}});
    EXPECT_TRUE(restored) << restored.error().text();
    return restored ? *restored : Restored();
  }
  test::ScratchTree tree;
};

TEST_F(MemoOutputsTest, all_kinds_are_put_back_and_then_left_alone) {
  tree.write("old");
  const Restored first = put(outputs());
  EXPECT_EQ(first.written, 4u);
  EXPECT_EQ(first.removed, 1u);
  EXPECT_EQ(tree.read("d/l"), "bytes");
  EXPECT_EQ(tree.read("h"), "bytes");
  EXPECT_FALSE(tree.has("old"));
  struct stat status {};
  ASSERT_EQ(stat(tree.path("d/a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640u);
  EXPECT_EQ(status.st_mtim.tv_sec, 1'000'000'000);
  EXPECT_EQ(status.st_nlink, 2u);
  const Restored second = put(outputs());
  EXPECT_EQ(second.in_place, 5u);
  EXPECT_EQ(second.written + second.removed, 0u);
}

TEST_F(MemoOutputsTest, nothing_is_done_where_bytes_are_lost_or_a_directory_is_in_the_way) {
  auto lost = outputs();
  lost[1].content = digest_of("others");
  EXPECT_EQ(put(lost).missing, tree.path("d/a"));
  EXPECT_FALSE(tree.has("d"));
  tree.write("d/a/b");
  EXPECT_EQ(put(outputs()).missing, tree.path("d/a"));
}

TEST_F(MemoOutputsTest, what_is_older_than_its_inputs_gets_the_time_of_now) {
  std::vector<MemoOutput> one = {{OutputKind::file, tree.path("a"), 0644, digest_of("bytes"), "", 0}};
  put(one);
  const timespec times[2] = {{1, 0}, {1, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, tree.path("a").c_str(), times, 0), 0);
  put(one);
  struct stat status {};
  stat(tree.path("a").c_str(), &status);
  EXPECT_EQ(status.st_mtim.tv_sec, 1);
  put(one, 2'000'000'000);
  stat(tree.path("a").c_str(), &status);
  EXPECT_GT(status.st_mtim.tv_sec, 1);
}

}  // namespace
}  // namespace lintcache
