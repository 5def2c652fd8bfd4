// SPDX-License-Identifier: MIT
// Lists of dependents come back, grow, become many, and go with the run that they are of.
#include "store/dependents.h"

#include <gtest/gtest.h>

#include <set>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

const Digest k_key = digest_of("a run");

class DependentsTest : public testing::Test {
 protected:
  DependentsTest() { store.replays().put(k_key, digest_of("settings"), {"snapshot", "report", false}); }
  void add(size_t path, std::vector<int64_t> files, size_t most = 100) {
    DependentIndex index(store.replays(), k_key);
    index.add(path, {false, std::move(files)}, most);
    index.save();
  }
  std::optional<Dependents> of(size_t path) { return DependentIndex(store.replays(), k_key).of(path); }

  test::ScratchTree tree;
  StateStore store{tree.top()};
};

TEST_F(DependentsTest, come_back_in_any_block) {
  for (const size_t path : {size_t{0}, size_t{7}, size_t{1023}, size_t{1024}, size_t{5000}}) add(path, {int64_t(path), 41, 0});
  for (const size_t path : {size_t{0}, size_t{7}, size_t{1023}, size_t{1024}, size_t{5000}}) {
    const auto found = of(path);
    ASSERT_TRUE(found) << path;
    EXPECT_FALSE(found->are_many);
    const std::set<int64_t> files(found->files.begin(), found->files.end());
    EXPECT_EQ(files, (std::set<int64_t>{0, 41, int64_t(path)})) << path;
  }
  EXPECT_FALSE(of(6)->are_known());
  EXPECT_FALSE(of(5001)->are_known());
  EXPECT_FALSE(of(2048)) << "nothing was recorded of that block";
}

TEST_F(DependentsTest, grow_until_they_are_many) {
  add(3, {1, 2}, 2);
  add(3, {2, 3}, 2);
  EXPECT_FALSE(of(3)->are_many);
  add(3, {4, 5, 6}, 2);
  EXPECT_TRUE(of(3)->are_many);
  EXPECT_TRUE(of(3)->are_known());
  add(3, {1}, 2);
  EXPECT_TRUE(of(3)->are_many) << "for ever";
}

TEST_F(DependentsTest, of_another_run_are_none) {
  add(3, {1});
  EXPECT_FALSE(DependentIndex(store.replays(), digest_of("another")).of(3));
  store.replays().put(k_key, digest_of("settings"), {"snapshot", "report", false});
  EXPECT_FALSE(of(3)) << "a new run under the same key";
  add(3, {1});
  store.replays().change(k_key, {"snapshot", "another report", false});
  EXPECT_TRUE(of(3)) << "the same run, a little changed";
  store.replays().forget();
  EXPECT_FALSE(of(3));
}

TEST_F(DependentsTest, damaged_ones_are_none) {
  add(3, {1});
  store.replays().put_part(k_key, 1, "no fields");
  EXPECT_FALSE(of(3));
}

}  // namespace
}  // namespace lintcache
