// SPDX-License-Identifier: MIT
// Answers are kept with what they depended on, and not at all where that moved.
#include "run/remember.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

const std::vector<Input> k_inputs = {{InputKind::content, "/a.py", ""}, {InputKind::content, "/none.py", ""}};

class Remember : public testing::Test {
 protected:
  Remember() : store(tree.top()) {
    fake.write("/a.py", "one");
    fake.advance(10 * k_second);
  }
  Voice voice;
  Session session(StatCache& cache) { return {request, store, cache, stop, outer, voice}; }
  bool is_known(const std::string& subject) {
    StatCache cache(fake);
    return store.input_sets().find(subject, cache).has_value();
  }
  test::ScratchTree tree;
  FakeDisk fake;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  StateStore store;
};

TEST_F(Remember, an_answer_is_found_again_with_its_payload) {
  StatCache cache(fake);
  const KnownSet kept = remember(session(cache), "x", k_inputs, "answer");
  EXPECT_GT(kept.id, 0);
  StatCache later(fake);
  const auto found = store.input_sets().find("x", later);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->payload, "answer");
  EXPECT_EQ(found->digest, kept.digest);
}

TEST_F(Remember, nothing_is_kept_where_an_input_changed_after_it_was_seen) {
  StatCache cache(fake);
  cache.state(k_inputs[0]);
  fake.write("/a.py", "two");
  const KnownSet kept = remember(session(cache), "x", k_inputs, "answer");
  EXPECT_EQ(kept.id, 0);
  EXPECT_EQ(kept.payload, "answer");
  EXPECT_FALSE(is_known("x"));
}

TEST_F(Remember, nothing_is_kept_where_a_missing_input_appeared) {
  StatCache cache(fake);
  cache.state(k_inputs[1]);
  fake.write("/none.py", "");
  EXPECT_EQ(remember(session(cache), "x", k_inputs, "").id, 0);
  EXPECT_FALSE(is_known("x"));
}

TEST_F(Remember, for_this_run_gives_the_same_digest_and_keeps_nothing) {
  StatCache cache(fake);
  const KnownSet passing = for_this_run(session(cache), k_inputs, "answer");
  EXPECT_EQ(passing.id, 0);
  EXPECT_EQ(passing.payload, "answer");
  EXPECT_FALSE(is_known("x"));
  EXPECT_EQ(passing.digest, remember(session(cache), "x", k_inputs, "answer").digest);
}

TEST_F(Remember, the_digest_follows_the_states_and_not_the_order) {
  const auto digest = [&](const std::vector<Input>& inputs) {
    StatCache cache(fake);
    return for_this_run(session(cache), inputs, "").digest;
  };
  const Digest before = digest(k_inputs);
  EXPECT_EQ(digest({k_inputs[1], k_inputs[0]}), before);
  fake.write("/a.py", "two");
  EXPECT_NE(digest(k_inputs), before);
}

}  // namespace
}  // namespace lintcache
