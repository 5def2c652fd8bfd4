// SPDX-License-Identifier: MIT
// What one tree records another one finds, with its own paths, as long as every input holds.
#include "store/shared_results.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/frame.h"
#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

const std::string k_subject("import\0pkg/a.py\0setting", 23);

class SharedResultsTest : public testing::Test {
 protected:
  SharedResultsTest() {
    for (const char* clone : {"/one", "/two"}) {
      disk.write(std::string(clone) + "/pkg/a.py", "import b\n");
      disk.write(std::string(clone) + "/pkg/b.py", "b = 1\n");
    }
    disk.advance(10 * test::k_second);
  }

  static Input content(const std::string& path) { return {InputKind::content, path, {}}; }

  // What a run on the clone /one leaves: a set with a group below a group.
  void record(std::string_view subject) {
    ResultStore results(tree.path("shared"), 1 << 30);
    StateStore store(tree.path("state-one"), Roots({"/one"}), &results);
    StatCache cache(disk);
    InputSets& sets = store.input_sets();
    const auto state = [&](const std::string& path) { return InputState{content(path), cache.state(content(path)), Origin::runtime}; };
    const int64_t low = sets.groups().add({sets.add_input(state("/one/pkg/b.py"))}, {}, digest_of("low"), encode_fields({"/one/pkg/b.py"}));
    const int64_t high = sets.groups().add({sets.add_input(state("/one/pkg/none.py"))}, {low}, digest_of("high"), "");
    sets.add(subject, {{state("/one/pkg/a.py")}, digest_of("set"), {high}}, "payload");
    store.commit();
  }

  std::optional<KnownSet> find(const std::string& state, std::string_view subject) {
    ResultStore results(tree.path("shared"), 1 << 30);
    StateStore store(tree.path(state), Roots({"/two"}), &results);
    StatCache cache(disk);
    const auto known = store.input_sets().find(subject, cache);
    inputs.clear();
    if (known)
      for (const InputState& one : store.input_sets().inputs(known->id)) inputs.push_back(one.input.path);
    std::sort(inputs.begin(), inputs.end());
    return known;
  }

  test::FakeDisk disk{4 * test::k_millisecond};
  test::ScratchTree tree;
  std::vector<std::string> inputs;
};

TEST_F(SharedResultsTest, another_clone_finds_it_with_its_own_paths) {
  record(k_subject);
  const auto known = find("state-two", k_subject);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->payload, "payload");
  EXPECT_EQ(known->digest, digest_of("set"));
  EXPECT_EQ(inputs, (std::vector<std::string>{"/two/pkg/a.py", "/two/pkg/b.py", "/two/pkg/none.py"}));
  EXPECT_FALSE(find("state-three", k_subject + "x"));
}

TEST_F(SharedResultsTest, nothing_is_found_where_an_input_below_differs) {
  record(k_subject);
  disk.write("/two/pkg/b.py", "b = 2\n");
  disk.advance(10 * test::k_second);
  EXPECT_FALSE(find("state-two", k_subject));
  disk.write("/two/pkg/b.py", "b = 1\n");
  disk.write("/two/pkg/none.py", "");
  disk.advance(10 * test::k_second);
  EXPECT_FALSE(find("state-three", k_subject));
}

TEST_F(SharedResultsTest, what_names_places_is_not_shared) {
  record("toolchain of this machine");
  EXPECT_FALSE(find("state-two", "toolchain of this machine"));
}

TEST_F(SharedResultsTest, an_entry_under_another_key_is_a_miss) {
  const std::string other("import\0pkg/b.py\0setting", 23);
  record(k_subject);
  record(other);
  auto database = Database::open(tree.path("shared/results-1.sqlite"));
  ASSERT_TRUE(database);
  database->run("CREATE TABLE swap AS SELECT key, result FROM action; DELETE FROM action;"
                "INSERT INTO action SELECT a.key, b.result, 1 FROM swap a, swap b WHERE a.key <> b.key");
  EXPECT_FALSE(find("state-two", k_subject));
  EXPECT_FALSE(find("state-two", other));
}

TEST_F(SharedResultsTest, what_is_dropped_is_dropped_for_all) {
  record(k_subject);
  {
    ResultStore results(tree.path("shared"), 1 << 30);
    StateStore store(tree.path("state-one"), Roots({"/one"}), &results);
    StatCache cache(disk);
    const auto known = store.input_sets().find(k_subject, cache);
    ASSERT_TRUE(known);
    store.input_sets().drop(known->id);
  }
  EXPECT_FALSE(find("state-two", k_subject));
}

}  // namespace
}  // namespace lintcache
