// SPDX-License-Identifier: MIT
// What was decided comes back; a decision that stays the same is not written again.
#include "store/decisions.h"

#include <gtest/gtest.h>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

class DecisionsTest : public testing::Test {
 protected:
  std::optional<Decision> find(const std::string& file) { return StateStore(tree.top()).decisions().find(file, "flake8"); }
  test::ScratchTree tree;
};

Decision run() {
  Decision decision;
  decision.decided = 5;
  decision.ran = 6;
  decision.set = 7;
  decision.base = digest_of("base");
  decision.reasons = {{ReasonKind::import_, "b.py changed", "c.py -> d.py"}, {ReasonKind::config, "x\xff", ""}};
  decision.more = 3;
  decision.unkept = "it broke";
  return decision;
}

TEST_F(DecisionsTest, come_back_whole) {
  StateStore(tree.top()).decisions().put("a.py", "flake8", run());
  const auto got = find("a.py");
  ASSERT_TRUE(got);
  EXPECT_FALSE(got->reused);
  EXPECT_EQ(got->decided, 5);
  EXPECT_EQ(got->ran, 6);
  EXPECT_EQ(got->set, 7);
  EXPECT_EQ(got->base, digest_of("base"));
  EXPECT_EQ(got->reasons, run().reasons);
  EXPECT_EQ(got->more, 3u);
  EXPECT_EQ(got->unkept, "it broke");
  EXPECT_FALSE(find("b.py"));
  EXPECT_FALSE(StateStore(tree.top()).decisions().find("a.py", "pylint"));
}

TEST_F(DecisionsTest, a_reuse_keeps_why_the_tool_ran_before) {
  StateStore(tree.top()).decisions().put("a.py", "flake8", run());
  StateStore(tree.top()).decisions().put_reuse("a.py", "flake8", 9, digest_of("base"), 10);
  const auto got = find("a.py");
  EXPECT_TRUE(got->reused);
  EXPECT_EQ(got->decided, 10);
  EXPECT_EQ(got->set, 9);
  EXPECT_EQ(got->ran, 6);
  EXPECT_EQ(got->reasons, run().reasons);
  EXPECT_EQ(got->unkept, "");
}

TEST_F(DecisionsTest, the_same_reuse_again_changes_nothing) {
  for (const int64_t time : {10, 20}) StateStore(tree.top()).decisions().put_reuse("a.py", "flake8", 9, {}, time);
  EXPECT_EQ(find("a.py")->decided, 10);
  StateStore(tree.top()).decisions().put_reuse("a.py", "flake8", 11, {}, 30);
  EXPECT_EQ(find("a.py")->decided, 30);
}

TEST_F(DecisionsTest, key_parts_stay_as_long_as_a_decision_names_them) {
  const KeyParts parts = {{PartKind::environment, "A", "b"}, {PartKind::argument, "", std::string("x\0y", 3)}};
  {
    StateStore store(tree.top());
    store.decisions().put_parts(digest_of("base"), parts);
    store.decisions().put_parts(digest_of("unused"), parts);
    store.decisions().put("a.py", "flake8", run());
    store.sweep();
  }
  StateStore store(tree.top());
  EXPECT_EQ(store.decisions().parts(digest_of("base")), parts);
  EXPECT_FALSE(store.decisions().parts(digest_of("unused")));
  store.decisions().forget_file("a.py");
  store.sweep();
  EXPECT_FALSE(store.decisions().parts(digest_of("base")));
}

TEST_F(DecisionsTest, tells_which_tools_there_are) {
  StateStore store(tree.top());
  for (const char* tool : {"pylint", "flake8"})
    for (const char* file : {"a.py", "b.py"}) store.decisions().put(file, tool, {});
  EXPECT_EQ(store.decisions().tools(), (std::vector<std::string>{"flake8", "pylint"}));
}

}  // namespace
}  // namespace lintcache
