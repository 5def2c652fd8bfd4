// SPDX-License-Identifier: MIT
// What changed of a recorded set is found with the shortest way to it, and told as people name files.
#include "run/changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "digest/hasher.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

class ChangesIn : public testing::Test {
 protected:
  ChangesIn() : store(tree.top()) {
    request.source_dir = "/s";
    for (const char* file : {"/s/a.py", "/s/b.py", "/s/c.py", "/s/d.py"}) disk.write(file, "one");
    disk.advance(10 * k_second);
  }
  InputState now(const std::string& path, Origin origin = Origin::runtime, InputKind kind = InputKind::content) {
    StatCache cache(disk);
    const Input input{kind, path, {}};
    return {input, cache.state(input), origin};
  }
  // A module in a group of its own, which imports others.
  int64_t group(const std::string& name, const std::vector<std::string>& imports, const std::vector<int64_t>& below,
                const std::vector<InputState>& also = {}) {
    std::vector<InputState> inputs = {now("/s/" + name + ".py")};
    inputs.insert(inputs.end(), also.begin(), also.end());
    return group_of(inputs, below, to_description({{name, "/s/" + name + ".py", imports, {}}}));
  }
  int64_t group_of(const std::vector<InputState>& inputs, const std::vector<int64_t>& below, const std::string& description) {
    std::vector<int64_t> ids;
    for (const InputState& one : inputs) ids.push_back(store.input_sets().add_input(one));
    Hasher hasher;
    hasher.field("number", std::to_string(++groups));
    return store.input_sets().groups().add(ids, below, hasher.digest(), description);
  }
  int64_t set(const std::vector<InputState>& own, const std::vector<int64_t>& below) {
    return store.input_sets().add("x", {own, {}, below}, "").id;
  }
  // Each change as "path now", with " via ..." where there is a way.
  std::vector<std::string> changes(int64_t id, const std::vector<int64_t>& footprint = {}) {
    StatCache cache(disk);
    store.input_sets().look_again();
    const Session session{request, store, cache, stop, outer, voice};
    FootprintReader reader(store.input_sets());
    std::vector<std::string> texts;
    last = changes_in(reader, session, id, {"a.py", "pylint", {}, {}, footprint, {}});
    for (const InputChange& one : last) {
      EXPECT_NE(one.now, one.recorded.state);
      texts.push_back(one.recorded.input.path +
                      (one.now.is_absent() ? " gone" : "") + (one.via.empty() ? "" : " via " + one.via));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }
  void edit(const std::string& file) {
    disk.write(file, "two " + file);
    disk.advance(10 * k_second);
  }
  using Texts = std::vector<std::string>;
  test::ScratchTree tree;
  FakeDisk disk;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  StateStore store;
  std::vector<InputChange> last;
  int groups = 0;
};

TEST_F(ChangesIn, a_set_that_holds_has_none) {
  const int64_t id = set({now("/s/a.py", Origin::itself)}, {group("a", {"b"}, {group("b", {}, {})})});
  EXPECT_EQ(changes(id), Texts());
}

TEST_F(ChangesIn, a_set_that_is_not_there_has_none) {
  EXPECT_EQ(changes(0), Texts());
  EXPECT_EQ(changes(99), Texts());
}

TEST_F(ChangesIn, what_is_a_sets_own_comes_directly) {
  const int64_t id =
      set({now("/s/a.py", Origin::itself), now("/s/none.py", Origin::absent), now("/s/b.py", Origin::declared)}, {});
  edit("/s/a.py");
  edit("/s/none.py");
  EXPECT_EQ(changes(id), (Texts{"/s/a.py", "/s/none.py"}));
  disk.remove("/s/b.py");
  EXPECT_EQ(changes(id), (Texts{"/s/a.py", "/s/b.py gone", "/s/none.py"}));
}

TEST_F(ChangesIn, what_the_file_itself_imports_comes_directly) {
  const int64_t id = set({}, {group("a", {"b"}, {group("b", {}, {})})});
  edit("/s/b.py");
  EXPECT_EQ(changes(id), Texts{"/s/b.py"});
}

TEST_F(ChangesIn, names_the_files_between) {
  const int64_t id = set({}, {group("a", {"b"}, {group("b", {"c"}, {group("c", {"d"}, {group("d", {}, {})})})})});
  edit("/s/d.py");
  EXPECT_EQ(changes(id), Texts{"/s/d.py via b.py -> c.py"});
}

TEST_F(ChangesIn, the_way_is_a_shortest_one) {
  const int64_t d = group("d", {}, {});
  const int64_t b = group("b", {"c"}, {group("c", {"d"}, {d})});
  const int64_t e = group_of({}, {d}, to_description({{"e", "/s/e.py", {"d"}, {}}}));
  const int64_t id = set({}, {group("a", {"b", "e"}, {b, e})});
  edit("/s/d.py");
  EXPECT_EQ(changes(id), Texts{"/s/d.py via e.py"});
}

TEST_F(ChangesIn, the_footprint_tells_the_way_to_what_was_observed) {
  const int64_t footprint = set({}, {group("a", {"b"}, {group("b", {"c"}, {group("c", {}, {})})})});
  const int64_t id = set({now("/s/c.py", Origin::statement), now("/s/c.txt", Origin::observed)}, {});
  edit("/s/c.py");
  edit("/s/c.txt");
  EXPECT_EQ(changes(id, {footprint}), (Texts{"/s/c.py via b.py", "/s/c.txt"}));
  EXPECT_EQ(changes(id), (Texts{"/s/c.py", "/s/c.txt"}));
}

TEST_F(ChangesIn, each_input_is_named_once) {
  const int64_t d = group("d", {}, {});
  const int64_t a = group("a", {"b", "c"}, {group("b", {"d"}, {d}), group("c", {"d"}, {d})});
  const int64_t id = set({now("/s/d.py", Origin::statement)}, {a});
  edit("/s/d.py");
  EXPECT_EQ(changes(id).size(), 1u);
}

TEST_F(ChangesIn, a_place_that_was_looked_at_belongs_to_the_one_that_looked) {
  const int64_t b = group("b", {}, {}, {now("/s/early.py", Origin::absent)});
  const int64_t id = set({}, {group("a", {"b"}, {b})});
  edit("/s/early.py");
  EXPECT_EQ(changes(id), Texts{"/s/early.py via b.py"});
}

TEST_F(ChangesIn, a_file_outside_the_tree_is_named_in_full) {
  disk.write("/usr/lib/x.py", "one");
  disk.advance(10 * k_second);
  const int64_t d = group("d", {}, {});
  const int64_t x = group_of({now("/usr/lib/x.py")}, {d}, to_description({{"x", "/usr/lib/x.py", {"d"}, {}}}));
  const int64_t id = set({}, {group("a", {"x"}, {x})});
  edit("/s/d.py");
  EXPECT_EQ(changes(id), Texts{"/s/d.py via /usr/lib/x.py"});
}

TEST_F(ChangesIn, modules_of_a_circle_stand_in_one_group) {
  const int64_t circle = group_of({now("/s/b.py"), now("/s/c.py")}, {},
                                  to_description({{"b", "/s/b.py", {"c"}, {}}, {"c", "/s/c.py", {"b"}, {}}}));
  const int64_t id = set({}, {group("a", {"b"}, {circle})});
  edit("/s/c.py");
  EXPECT_EQ(changes(id), Texts{"/s/c.py via b.py"});
}

// That the tool was seen to read it says less than the import that made it.
TEST_F(ChangesIn, an_import_explains_what_was_observed) {
  const int64_t observed = group_of({now("/s/c.py", Origin::observed)}, {}, {});
  const int64_t imports = group("a", {"b"}, {group("b", {"c"}, {group("c", {}, {})})});
  edit("/s/c.py");
  for (const auto& below : {std::vector<int64_t>{observed, imports}, std::vector<int64_t>{imports, observed}}) {
    EXPECT_EQ(changes(set({}, below)), Texts{"/s/c.py via b.py"});
    ASSERT_EQ(last.size(), 1u);
    EXPECT_EQ(last[0].recorded.origin, Origin::runtime);
  }
  EXPECT_EQ(changes(set({}, {observed})), Texts{"/s/c.py"});
  EXPECT_EQ(last[0].recorded.origin, Origin::observed);
}

TEST_F(ChangesIn, a_directory_whose_names_changed) {
  const int64_t id = set({now("/s", Origin::tree, InputKind::listing)}, {});
  edit("/s/a.py");
  EXPECT_EQ(changes(id), Texts());
  disk.write("/s/new.py", "");
  disk.advance(10 * k_second);
  EXPECT_EQ(changes(id), Texts{"/s"});
}

TEST_F(ChangesIn, a_long_chain_is_walked) {
  int64_t below = group("d", {}, {});
  for (int i = 0; i < 3000; ++i) {
    const std::string next = i == 0 ? "d" : "m" + std::to_string(i - 1);
    below = group_of({}, {below}, to_description({{"m" + std::to_string(i), "", {next}, {}}}));
  }
  const int64_t id = set({}, {group("a", {"m2999"}, {below})});
  edit("/s/d.py");
  const Texts texts = changes(id);
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_TRUE(texts[0].starts_with("/s/d.py via m2999 -> m2998 -> ")) << texts[0].substr(0, 80);
}

TEST(ShownPath, is_relative_in_the_tree_and_near_above_it) {
  const std::map<std::string, std::string> cases = {
      {"/a/b/c/d/e", "."},          {"/a/b/c/d/e/x.py", "x.py"},      {"/a/b/c/d/e/p/x.py", "p/x.py"},
      {"/a/b/c/d/x", "../x"},       {"/a/b/c/x/y", "../../x/y"},      {"/a/b/x", "../../../x"},
      {"/a/x", "/a/x"},             {"/x", "/x"},                     {"/a/b/c/d", ".."},
      {"/a/b", "../../.."},         {"/a/b/c/d/ee/x", "../ee/x"},     {"/", "/"},
      {"/a/b/c/d/e/n\n\xff", "n\\n\\xff"}, {"/n\n", "/n\\n"},
  };
  for (const auto& [path, shown] : cases) EXPECT_EQ(shown_path(path, "/a/b/c/d/e"), shown) << path;
}

TEST(ShownPath, never_climbs_to_the_top) {
  EXPECT_EQ(shown_path("/etc/x", "/s"), "/etc/x");
  EXPECT_EQ(shown_path("/", "/s"), "/");
  EXPECT_EQ(shown_path("/x", "/"), "/x");
  EXPECT_EQ(shown_path("/", "/"), ".");
}

}  // namespace
}  // namespace lintcache
