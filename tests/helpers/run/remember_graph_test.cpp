// SPDX-License-Identifier: MIT
// Sets that share groups: recorded as far as they are needed, looked at once, and not at all where something moved.
#include "run/remember_graph.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

TracedInput content(const std::string& path) { return {{InputKind::content, path, ""}, Origin::runtime}; }

class RememberGraph : public testing::Test {
 protected:
  RememberGraph() : store(tree.top()) {
    for (const char* file : {"/a.py", "/b.py", "/c.py", "/own.py"}) fake.write(file, "one");
    fake.advance(10 * k_second);
    beginning.time = fake.now();
    // 2 leads to 1 and 0, 1 to 0; 3 stands alone.
    graph.inputs = {content("/a.py"), content("/b.py"), content("/c.py"), content("/none.py")};
    graph.groups = {{{0}, {}, "bottom"}, {{1, 3}, {0}, "middle"}, {{0}, {0, 1}, "top"}, {{2}, {}, "alone"}};
  }
  Voice voice;
  Session session(StatCache& cache) { return {request, store, cache, stop, outer, voice}; }
  KnownSet remember(StatCache& cache, uint32_t group, const std::vector<TracedInput>& own = {content("/own.py")}) {
    const Session now = session(cache);
    return RememberedGraph(now, graph, beginning).remember("x", own, group, "answer");
  }
  bool is_known() {
    StatCache later(fake);
    StateStore anew(tree.top());
    return anew.input_sets().find("x", later).has_value();
  }
  void edit(const std::string& file) {
    fake.write(file, "two");
    fake.advance(10 * k_second);
  }
  test::ScratchTree tree;
  FakeDisk fake;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  StateStore store;
  InputGraph graph;
  std::unordered_set<std::string> known_files;
  Beginning beginning{0, known_files};
};

TEST_F(RememberGraph, a_set_is_found_while_its_own_inputs_and_its_groups_hold) {
  StatCache cache(fake);
  const KnownSet kept = remember(cache, 2);
  EXPECT_GT(kept.id, 0);
  EXPECT_EQ(kept.payload, "answer");
  store.commit();
  EXPECT_TRUE(is_known());
  for (const char* file : {"/own.py", "/a.py", "/b.py", "/none.py"}) {
    const auto before = fake.read(file);
    edit(file);
    EXPECT_FALSE(is_known()) << file;
    if (*before)
      fake.write(file, (*before)->bytes);
    else
      fake.remove(file);
    fake.advance(10 * k_second);
    EXPECT_TRUE(is_known()) << file;
  }
  edit("/c.py");
  EXPECT_TRUE(is_known());
}

TEST_F(RememberGraph, only_what_the_set_needs_is_recorded) {
  StatCache cache(fake);
  const KnownSet kept = remember(cache, 1);
  std::vector<std::string> paths;
  for (const InputState& one : store.input_sets().inputs(kept.id)) paths.push_back(one.input.path);
  std::sort(paths.begin(), paths.end());
  EXPECT_EQ(paths, (std::vector<std::string>{"/a.py", "/b.py", "/none.py", "/own.py"}));
  EXPECT_EQ(store.input_sets().groups().end(), 3u);
  const auto set = store.input_sets().set(kept.id);
  ASSERT_TRUE(set && set->below.size() == 1);
  const auto middle = store.input_sets().groups().find(set->below[0]);
  ASSERT_TRUE(middle);
  EXPECT_EQ(middle->description, "middle");
}

TEST_F(RememberGraph, a_later_graph_of_the_same_records_nothing_new) {
  StatCache cache(fake);
  const KnownSet first = remember(cache, 2);
  const size_t groups = store.input_sets().groups().end();
  StatCache later(fake);
  const KnownSet second = remember(later, 2);
  EXPECT_EQ(second.digest, first.digest);
  EXPECT_EQ(store.input_sets().groups().end(), groups);
  EXPECT_EQ(store.input_sets().set(first.id)->below, store.input_sets().set(second.id)->below);
}

TEST_F(RememberGraph, nothing_is_kept_where_something_below_changed_after_it_was_seen) {
  for (const char* file : {"/a.py", "/none.py", "/own.py"}) {
    StatCache cache(fake);
    for (const char* seen : {"/a.py", "/none.py", "/own.py"}) cache.content(seen);
    fake.write(file, std::string("changed ") + file);
    const KnownSet kept = remember(cache, 2);
    EXPECT_EQ(kept.id, 0) << file;
    EXPECT_EQ(kept.payload, "answer");
    store.commit();
    EXPECT_FALSE(is_known()) << file;
    fake.advance(10 * k_second);
  }
}

// Whoever saw it first may have seen it as it was before.
TEST_F(RememberGraph, nothing_is_kept_where_code_changed_before_it_was_looked_at) {
  beginning.time = fake.now();
  fake.write("/b.py", "two");
  fake.advance(10 * k_second);
  StatCache cache(fake);
  const Session now = session(cache);
  RememberedGraph remembered(now, graph, beginning);
  EXPECT_EQ(remembered.remember("x", {}, 2, "").id, 0);
  EXPECT_GT(remembered.remember("y", {}, 0, "").id, 0);
  known_files = {"/b.py"};
  EXPECT_GT(RememberedGraph(now, graph, beginning).remember("x", {}, 2, "").id, 0);
}

TEST_F(RememberGraph, data_may_be_written_by_who_reads_it) {
  graph.inputs[1].origin = Origin::data;
  beginning.time = fake.now();
  fake.write("/b.py", "two");
  fake.advance(10 * k_second);
  StatCache cache(fake);
  const Session now = session(cache);
  EXPECT_GT(RememberedGraph(now, graph, beginning).remember("x", {}, 2, "").id, 0);
}

TEST_F(RememberGraph, what_changed_elsewhere_in_the_graph_is_no_matter) {
  StatCache cache(fake);
  cache.content("/c.py");
  fake.write("/c.py", "two");
  const Session now = session(cache);
  RememberedGraph remembered(now, graph, beginning);
  EXPECT_EQ(remembered.remember("y", {}, 3, "").id, 0);
  EXPECT_GT(remembered.remember("x", {}, 2, "").id, 0);
}

TEST_F(RememberGraph, each_distinct_input_is_asked_for_once_however_many_sets_there_are) {
  StatCache cache(fake);
  const Session now = session(cache);
  RememberedGraph remembered(now, graph, beginning);
  remembered.remember("first", {content("/own.py")}, 2, "");
  const size_t asked = fake.looks();
  for (int i = 0; i < 100; ++i) remembered.remember(std::to_string(i), {content("/own.py")}, 2, "");
  EXPECT_EQ(fake.looks(), asked);
}

TEST_F(RememberGraph, the_digest_follows_states_and_not_numbers) {
  const auto digest = [&] {
    StatCache cache(fake);
    const Session now = session(cache);
    return RememberedGraph(now, graph, beginning).for_this_run({content("/own.py")}, 2, "").digest;
  };
  const Digest before = digest();
  std::swap(graph.inputs[0], graph.inputs[2]);
  for (InputGraph::Group& group : graph.groups)
    for (uint32_t& input : group.inputs) input = input == 0 ? 2 : input == 2 ? 0 : input;
  EXPECT_EQ(digest(), before);
  edit("/none.py");
  EXPECT_NE(digest(), before);
}

TEST_F(RememberGraph, for_this_run_keeps_nothing) {
  StatCache cache(fake);
  const Session now = session(cache);
  RememberedGraph remembered(now, graph, beginning);
  const KnownSet passing = remembered.for_this_run({content("/own.py")}, 2, "answer");
  EXPECT_EQ(passing.id, 0);
  EXPECT_EQ(passing.payload, "answer");
  EXPECT_EQ(store.input_sets().groups().end(), 1u);
  EXPECT_EQ(passing.digest, remembered.remember("x", {content("/own.py")}, 2, "answer").digest);
}

}  // namespace
}  // namespace lintcache
