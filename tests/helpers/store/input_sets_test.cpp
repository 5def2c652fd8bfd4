// SPDX-License-Identifier: MIT
// Input sets: found while all their inputs hold, found again after a revert, capped, forgotten.
#include "store/input_sets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "store/state_store.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

Input content(const std::string& path) { return {InputKind::content, path, ""}; }

class InputSetsTest : public testing::Test {
 protected:
  InputSetsTest() {
    for (const char* file : {"/a.py", "/b.py"}) disk.write(file, "one");
    disk.advance(10 * k_second);
  }

  // What a run would record now.
  InputSet now(const std::vector<Input>& inputs) {
    StatCache cache(disk);
    InputSet set;
    Hasher hasher;
    for (const Input& input : inputs) {
      set.inputs.push_back({input, cache.state(input)});
      hasher.field("state", set.inputs.back().state);
    }
    set.digest = hasher.digest();
    return set;
  }
  void edit(const std::string& file, const std::string& bytes) {
    disk.write(file, bytes);
    disk.advance(10 * k_second);
  }
  // Each look is a run of its own: states are asked for once in a run.
  std::optional<KnownSet> find(const std::string& subject) {
    StateStore store(tree.top());
    StatCache cache(disk);
    return store.input_sets().find(subject, cache);
  }
  KnownSet add(const std::string& subject, const std::vector<Input>& inputs, const std::string& payload) {
    return StateStore(tree.top()).input_sets().add(subject, now(inputs), payload);
  }

  static std::vector<Input> listed(StateStore& store, int64_t set) {
    std::vector<Input> inputs;
    for (const InputState& one : store.input_sets().inputs(set)) inputs.push_back(one.input);
    return inputs;
  }
  // The set as it is now, recorded with a group below.
  KnownSet add_above(const std::string& subject, const std::vector<Input>& inputs, int64_t group, const std::string& payload) {
    InputSet set = now(inputs);
    set.below = {group};
    return StateStore(tree.top()).input_sets().add(subject, set, payload);
  }
  int64_t add_group(const std::string& path, const std::vector<int64_t>& below, const std::string& description = "") {
    StateStore store(tree.top());
    StatCache cache(disk);
    InputSets& sets = store.input_sets();
    const int64_t input = sets.add_input({content(path), cache.state(content(path)), Origin::runtime});
    return sets.groups().add({input}, below, digest_of(path), description);
  }
  int64_t rows(const char* table) {
    Database database = std::move(Database::open(tree.path("state.sqlite"))).value();
    Statement count = database.prepare(("SELECT count(*) FROM " + std::string(table)).c_str());
    count.step();
    return count.integer(0);
  }

  test::ScratchTree tree;
  FakeDisk disk;
};

TEST_F(InputSetsTest, an_unknown_subject_has_none) { EXPECT_FALSE(find("x")); }

TEST_F(InputSetsTest, one_is_found_while_its_inputs_hold) {
  const KnownSet added = add("x", {content("/a.py"), content("/none.py")}, "payload");
  EXPECT_GT(added.id, 0);
  const auto found = find("x");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, added.id);
  EXPECT_EQ(found->digest, added.digest);
  EXPECT_EQ(found->payload, "payload");
  EXPECT_FALSE(find("y"));
}

TEST_F(InputSetsTest, one_whose_input_changed_is_not_found) {
  add("x", {content("/a.py"), content("/none.py")}, "");
  edit("/a.py", "two");
  EXPECT_FALSE(find("x"));
}

TEST_F(InputSetsTest, a_file_that_appears_or_vanishes_is_a_change) {
  add("x", {content("/a.py"), content("/none.py")}, "");
  edit("/none.py", "");
  EXPECT_FALSE(find("x"));
  disk.remove("/none.py");
  EXPECT_TRUE(find("x"));
  disk.remove("/a.py");
  EXPECT_FALSE(find("x"));
}

TEST_F(InputSetsTest, a_touch_is_no_change) {
  add("x", {content("/a.py")}, "");
  disk.touch("/a.py");
  EXPECT_TRUE(find("x"));
}

TEST_F(InputSetsTest, a_reverted_edit_finds_the_old_set_again) {
  const KnownSet first = add("x", {content("/a.py")}, "first");
  edit("/a.py", "two");
  const KnownSet second = add("x", {content("/a.py"), content("/b.py")}, "second");
  EXPECT_EQ(find("x")->id, second.id);
  edit("/a.py", "one");
  EXPECT_EQ(find("x")->id, first.id);
  EXPECT_EQ(find("x")->payload, "first");
}

TEST_F(InputSetsTest, of_two_that_hold_the_newest_is_found) {
  add("x", {content("/a.py")}, "old");
  add("x", {content("/b.py")}, "new");
  EXPECT_EQ(find("x")->payload, "new");
}

TEST_F(InputSetsTest, kinds_and_details_are_kept_apart) {
  disk.make_directory("/d");
  disk.advance(10 * k_second);
  const std::vector<Input> inputs = {{InputKind::listing, "/d", ""}, {InputKind::lookup, "/d", "m"}, {InputKind::lookup, "/d", "n"}};
  add("listing", {inputs[0]}, "");
  add("m", {inputs[1]}, "");
  const KnownSet all = add("all", inputs, "");
  edit("/d/n.py", "");
  EXPECT_FALSE(find("listing"));
  EXPECT_TRUE(find("m"));
  EXPECT_FALSE(find("all"));
  StateStore store(tree.top());
  EXPECT_EQ(listed(store, all.id), inputs);
}

TEST_F(InputSetsTest, members_are_kept_whatever_their_order_repeats_and_number) {
  std::vector<Input> inputs;
  for (int i = 0; i < 300; ++i) inputs.push_back(content("/none/" + std::to_string(i)));
  add("many", inputs, "");
  std::vector<Input> few = {inputs[299], inputs[0], inputs[150], inputs[0]};
  const KnownSet set = add("few", few, "");
  StateStore store(tree.top());
  EXPECT_EQ(listed(store, set.id), (std::vector<Input>{inputs[0], inputs[150], inputs[299]}));
  EXPECT_EQ(listed(store, set.id + 1), std::vector<Input>());
  EXPECT_TRUE(find("many"));
}

TEST_F(InputSetsTest, a_set_without_inputs_always_holds) {
  add("x", {}, "payload");
  EXPECT_EQ(find("x")->payload, "payload");
}

TEST_F(InputSetsTest, the_oldest_of_many_are_forgotten) {
  for (int i = 0; i < 12; ++i) {
    edit("/a.py", std::to_string(i));
    add("x", {content("/a.py")}, std::to_string(i));
  }
  const auto found_for = [&](int i) {
    edit("/a.py", std::to_string(i));
    return find("x").has_value();
  };
  EXPECT_FALSE(found_for(0));
  EXPECT_FALSE(found_for(3));
  EXPECT_TRUE(found_for(4));
  EXPECT_TRUE(found_for(11));
}

TEST_F(InputSetsTest, forgets_by_beginning_and_only_that) {
  const std::string a = import_subject("a.py", "s"), ab = import_subject("a.pyx", "s"), b = import_subject("b%.py", "s");
  for (const std::string& subject : {a, ab, b}) add(subject, {content("/a.py")}, "");
  StateStore(tree.top()).input_sets().forget(import_subject("a.py", ""));
  EXPECT_FALSE(find(a));
  EXPECT_TRUE(find(ab));
  StateStore(tree.top()).input_sets().forget(import_subject("%", ""));
  EXPECT_TRUE(find(b));
}

TEST_F(InputSetsTest, sweep_drops_inputs_that_no_set_names_and_keeps_the_rest_true) {
  add("a", {content("/a.py")}, "");
  add("b", {content("/b.py")}, "");
  {
    StateStore store(tree.top());
    store.input_sets().forget("a");
    store.input_sets().sweep();
  }
  EXPECT_TRUE(find("b"));
  Database database = std::move(Database::open(tree.path("state.sqlite"))).value();
  Statement count = database.prepare("SELECT count(*), min(path) FROM input");
  ASSERT_TRUE(count.step());
  EXPECT_EQ(count.integer(0), 1);
  EXPECT_EQ(count.bytes(1), "/b.py");
}

TEST_F(InputSetsTest, a_set_holds_while_the_groups_below_it_do) {
  const int64_t bottom = add_group("/b.py", {});
  add_above("x", {content("/a.py")}, add_group("/none.py", {bottom}), "payload");
  EXPECT_TRUE(find("x"));
  edit("/b.py", "two");
  EXPECT_FALSE(find("x"));
  edit("/b.py", "one");
  EXPECT_EQ(find("x")->payload, "payload");
  edit("/none.py", "");
  EXPECT_FALSE(find("x"));
}

TEST_F(InputSetsTest, inputs_are_those_of_all_groups_each_once) {
  const int64_t bottom = add_group("/b.py", {});
  const int64_t middle = add_group("/none.py", {bottom}), other = add_group("/a.py", {bottom});
  const KnownSet set = add_above("x", {content("/a.py")}, add_group("/b.py", {middle, other}), "");
  StateStore store(tree.top());
  std::vector<std::string> shown;
  for (const InputState& one : store.input_sets().inputs(set.id))
    shown.push_back(one.input.path + " " + std::string(name_of(one.origin)));
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, (std::vector<std::string>{"/a.py data", "/a.py runtime", "/b.py runtime", "/none.py runtime"}));
}

TEST_F(InputSetsTest, a_set_can_be_walked_to_the_last_group) {
  const int64_t bottom = add_group("/b.py", {}, "the bottom");
  const KnownSet known = add_above("x", {content("/a.py")}, add_group("/none.py", {bottom}, "the top"), "");
  StateStore store(tree.top());
  const auto set = store.input_sets().set(known.id);
  ASSERT_TRUE(set && set->inputs.size() == 1 && set->below.size() == 1);
  EXPECT_EQ(set->inputs[0].input, content("/a.py"));
  EXPECT_EQ(set->digest, known.digest);
  const auto top = store.input_sets().groups().find(set->below[0]);
  ASSERT_TRUE(top);
  EXPECT_EQ(top->description, "the top");
  ASSERT_EQ(top->below, std::vector<int64_t>{bottom});
  const auto last = store.input_sets().groups().find(bottom);
  ASSERT_TRUE(last && last->inputs.size() == 1);
  EXPECT_EQ(last->inputs[0].input, content("/b.py"));
  EXPECT_EQ(last->inputs[0].origin, Origin::runtime);
  EXPECT_EQ(last->digest, digest_of("/b.py"));
  EXPECT_FALSE(store.input_sets().set(known.id + 1));
  EXPECT_FALSE(store.input_sets().groups().find(99));
}

TEST_F(InputSetsTest, sweep_drops_groups_that_no_set_leads_to) {
  const int64_t shared = add_group("/b.py", {});
  add_above("a", {}, add_group("/a.py", {shared}), "");
  const int64_t kept = add_group("/none.py", {shared}, "kept");
  add_above("b", {}, kept, "");
  {
    StateStore store(tree.top());
    store.input_sets().forget("a");
    store.input_sets().sweep();
    // What was dropped is made anew where it is needed again, and what is left is found.
    EXPECT_EQ(store.input_sets().groups().find(kept)->description, "kept");
  }
  EXPECT_EQ(rows("input_group"), 2);
  EXPECT_EQ(rows("input"), 2);
  EXPECT_TRUE(find("b"));
  add_above("a", {}, add_group("/a.py", {shared}), "again");
  EXPECT_EQ(find("a")->payload, "again");
  EXPECT_EQ(rows("input_group"), 3);
}

TEST_F(InputSetsTest, a_set_with_a_missing_group_is_not_believed) {
  add_above("x", {content("/a.py")}, add_group("/a.py", {add_group("/b.py", {})}), "");
  std::move(Database::open(tree.path("state.sqlite"))).value().run("DELETE FROM input_group WHERE below = X''");
  EXPECT_EQ(rows("input_group"), 1);
  EXPECT_FALSE(find("x"));
}

TEST_F(InputSetsTest, a_set_with_a_missing_input_is_not_believed) {
  add("x", {content("/a.py"), content("/b.py")}, "");
  std::move(Database::open(tree.path("state.sqlite"))).value().run("DELETE FROM input WHERE path = CAST('/b.py' AS BLOB)");
  EXPECT_FALSE(find("x"));
}

TEST_F(InputSetsTest, where_the_database_failed_the_id_is_nought) {
  Database database = std::move(Database::open(":memory:")).value();
  const Roots roots;
  InputSets sets(database, roots);
  EXPECT_EQ(sets.add("x", now({content("/a.py")}), "").id, 0);
}

}  // namespace
}  // namespace lintcache
