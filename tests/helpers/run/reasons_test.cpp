// SPDX-License-Identifier: MIT
// Why a task runs: every difference is named, old and new, and what did not differ is not.
#include "run/reasons.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "plan/static_key.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;
using Texts = std::vector<std::string>;

Texts texts_of(const std::vector<Reason>& reasons) {
  Texts texts;
  for (const Reason& reason : reasons) texts.push_back(text_of(reason));
  return texts;
}

Texts between(const KeyParts& before, const KeyParts& now) {
  Texts texts = texts_of(differences(before, now));
  std::sort(texts.begin(), texts.end());
  return texts;
}

// What is said of one part that is there before and now, with these values; nullptr where it is not.
Texts between(PartKind kind, const std::string& name, const char* before, const char* now) {
  KeyParts old_parts = {{PartKind::setting, "tool", "own"}}, new_parts = old_parts;
  if (before != nullptr) old_parts.push_back({kind, name, before});
  if (now != nullptr) new_parts.push_back({kind, name, now});
  return between(old_parts, new_parts);
}

TEST(Differences, there_are_none_between_the_same) {
  EXPECT_EQ(between({}, {}), Texts());
  const KeyParts parts = {{PartKind::tool, "a", "1"}, {PartKind::argument, "", "x"}};
  EXPECT_EQ(between(parts, parts), Texts());
}

TEST(Differences, of_versions_name_both) {
  EXPECT_EQ(between(PartKind::tool, "pylint", "3.2.0", "3.3.1"), Texts{"tool: pylint 3.2.0 -> 3.3.1"});
  EXPECT_EQ(between(PartKind::tool, "plugin", nullptr, "1"), Texts{"tool: plugin 1 is new"});
  EXPECT_EQ(between(PartKind::tool, "plugin", "1", nullptr), Texts{"tool: plugin 1 is gone"});
}

TEST(Differences, of_the_platform) {
  EXPECT_EQ(between(PartKind::platform, "system", "debian 11", "debian 12"), Texts{"platform: system debian 11 -> debian 12"});
  EXPECT_EQ(between(PartKind::platform, "system", nullptr, "x"), Texts{"platform: system x is new"});
}

TEST(Differences, of_settings_and_of_the_tree) {
  EXPECT_EQ(between(PartKind::setting, "scope", "self", "tree"), Texts{"setting: scope self -> tree"});
  EXPECT_EQ(between(PartKind::tree, "files", "1, names a", "2, names b"), Texts{"tree: files 1, names a -> 2, names b"});
}

TEST(Differences, of_variables_tell_empty_from_unset) {
  EXPECT_EQ(between(PartKind::environment, "A", "old", "new"), Texts{"environment: A \"old\" -> \"new\""});
  EXPECT_EQ(between(PartKind::environment, "A", nullptr, ""), Texts{"environment: A is set to \"\""});
  EXPECT_EQ(between(PartKind::environment, "A", "x", nullptr), Texts{"environment: A is not set any more (was \"x\")"});
  EXPECT_EQ(between(PartKind::environment, "A", "", "x"), Texts{"environment: A \"\" -> \"x\""});
}

TEST(Differences, of_configuration_say_what_happened_to_it) {
  EXPECT_EQ(between(PartKind::config, "setup.cfg", "12", "34"), Texts{"config: setup.cfg changed"});
  EXPECT_EQ(between(PartKind::config, "setup.cfg", "absent", "34"), Texts{"config: setup.cfg appeared"});
  EXPECT_EQ(between(PartKind::config, "setup.cfg", "12", "absent"), Texts{"config: setup.cfg vanished"});
  // Those above the tree are named only where there are any.
  EXPECT_EQ(between(PartKind::config, "../setup.cfg", nullptr, "34"), Texts{"config: ../setup.cfg appeared"});
  EXPECT_EQ(between(PartKind::config, "../setup.cfg", "12", nullptr), Texts{"config: ../setup.cfg vanished"});
}

TEST(Differences, of_the_command_line_name_words) {
  const auto words = [](const Texts& all) {
    KeyParts parts;
    for (const std::string& word : all) parts.push_back({PartKind::argument, "", word});
    return parts;
  };
  EXPECT_EQ(between(words({"a", "b"}), words({"a", "c"})), (Texts{"argument: \"b\" is gone", "argument: \"c\" is new"}));
  EXPECT_EQ(between(words({"a", "b"}), words({"b", "a"})), Texts{"argument: the order changed"});
}

// No clone has what is not there, so this is no change of the command line.
TEST(Differences, a_place_that_is_looked_at_now_and_empty_is_no_argument) {
  for (const Texts& texts : {between(PartKind::config, "new.cfg", nullptr, "absent"),
                             between(PartKind::config, "old.cfg", "absent", nullptr)}) {
    ASSERT_EQ(texts.size(), 1u);
    EXPECT_FALSE(texts[0].starts_with("argument")) << texts[0];
  }
}

TEST(Differences, the_same_name_of_another_kind_is_another_part) {
  EXPECT_EQ(between({{PartKind::tool, "a", "1"}}, {{PartKind::platform, "a", "1"}}),
            (Texts{"platform: a 1 is new", "tool: a 1 is gone"}));
}

TEST(Differences, show_places_of_this_machine_by_name_and_only_text) {
  EXPECT_EQ(between(PartKind::environment, "P", "\1" "1/old", "\1" "2/new\n\xff"),
            Texts{"environment: P \"{source_dir}/old\" -> \"{binary_dir}/new\\n\\xff\""});
  EXPECT_EQ(between(PartKind::argument, "", nullptr, "--x=\1" "1"), Texts{"argument: \"--x={source_dir}\" is new"});
}

// A tree with one task that was run once; tests say what is otherwise now.
class ReasonsTest : public testing::Test {
 protected:
  ReasonsTest() : store(tree.top()) {
    request.source_dir = "/s";
    for (const char* file : {"/s/a.py", "/s/b.py", "/s/c.py", "/s/data.json", "/s/seen.txt", "/s/lib.so"})
      disk.write(file, "one");
    disk.advance(10 * k_second);
    adapter.name = "own";
    tool.parts = {{PartKind::tool, "own", "1"}, {PartKind::config, "rc", "absent"}};
    task.file = "a.py";
    task.tool = "own";
    task.inputs = {given("/s/a.py", Origin::itself)};
  }
  static TracedInput given(const std::string& path, Origin origin) { return {{InputKind::content, path, {}}, origin}; }
  InputState now(const std::string& path, Origin origin, InputKind kind = InputKind::content,
                 const std::string& detail = {}) {
    StatCache cache(disk);
    const Input input{kind, path, detail};
    return {input, cache.state(input), origin};
  }
  // Records a run that depended on this and ended so.
  void ran(const std::vector<InputState>& inputs, const std::vector<int64_t>& below = {}) {
    Decision decision;
    decision.base = digest_of_parts(tool.parts);
    decision.set = store.input_sets().add("x", {inputs, {}, below}, "").id;
    put(decision);
  }
  void put(const Decision& decision) {
    store.decisions().put_parts(digest_of_parts(tool.parts), tool.parts);
    store.decisions().put(task.file, task.tool, decision);
  }
  Texts why() {
    StatCache cache(disk);
    tool.adapter = std::make_shared<Adapter>(adapter);
    tool.base = digest_of_parts(tool.parts);
    store.input_sets().look_again();
    const Session session{request, store, cache, stop, outer, voice};
    return texts_of(Reasons(session).why(task, tool));
  }
  void edit(const std::string& file) {
    disk.write(file, "two " + file);
    disk.advance(10 * k_second);
  }
  test::ScratchTree tree;
  FakeDisk disk;
  Request request;
  Stop stop;
  std::vector<std::string> outer;
  Voice voice;
  StateStore store;
  Adapter adapter;
  PreparedTool tool;
  Task task;
};

TEST_F(ReasonsTest, nothing_is_known_of_the_first_time) {
  EXPECT_EQ(why(), Texts{"first"});
  adapter.always = true;
  EXPECT_EQ(why(), Texts{"first"});
}

TEST_F(ReasonsTest, a_tool_may_be_declared_to_run_always) {
  adapter.always = true;
  ran({now("/s/a.py", Origin::itself)});
  EXPECT_EQ(why(), Texts{"always"});
  edit("/s/a.py");
  EXPECT_EQ(why(), (Texts{"always", "file: changed"}));
}

TEST_F(ReasonsTest, the_last_outcome_was_none_to_keep) {
  Decision decision;
  decision.base = digest_of_parts(tool.parts);
  decision.unkept = "the tool broke: x";
  put(decision);
  EXPECT_EQ(why(), Texts{"not kept: the tool broke: x"});
}

TEST_F(ReasonsTest, an_outcome_that_should_be_there_is_forgotten) {
  ran({now("/s/a.py", Origin::itself)});
  EXPECT_EQ(why(), Texts{"forgotten: the outcome is not recorded any more"});
}

TEST_F(ReasonsTest, the_set_is_gone_with_the_outcome) {
  ran({now("/s/a.py", Origin::itself)});
  store.input_sets().drop(store.decisions().find("a.py", "own")->set);
  EXPECT_EQ(why(), Texts{"forgotten: the outcome is not recorded any more"});
}

TEST_F(ReasonsTest, the_file_itself) {
  ran({now("/s/a.py", Origin::itself)});
  edit("/s/a.py");
  EXPECT_EQ(why(), Texts{"file: changed"});
  disk.remove("/s/a.py");
  EXPECT_EQ(why(), Texts{"file: vanished"});
  ran({now("/s/a.py", Origin::itself)});
  edit("/s/a.py");
  EXPECT_EQ(why(), Texts{"file: appeared"});
}

TEST_F(ReasonsTest, an_import_by_way_of_another) {
  InputSets& sets = store.input_sets();
  const auto group = [&](const std::string& name, const Texts& imports, const std::vector<int64_t>& below) {
    const std::string file = "/s/" + name + ".py";
    return sets.groups().add({sets.add_input(now(file, Origin::runtime))}, below, digest_of(name),
                             to_description({{name, file, imports, {}}}));
  };
  ran({now("/s/a.py", Origin::itself)}, {group("a", {"b"}, {group("b", {"c"}, {group("c", {}, {})})})});
  edit("/s/c.py");
  EXPECT_EQ(why(), Texts{"import: c.py changed (via b.py)"});
}

TEST_F(ReasonsTest, each_origin_has_its_kind) {
  const std::vector<std::pair<Origin, std::string>> kinds = {
      {Origin::runtime, "import"}, {Origin::statement, "import"}, {Origin::stub, "import"},      {Origin::extension, "import"},
      {Origin::library, "import"}, {Origin::data, "import"},      {Origin::absent, "import"},    {Origin::config, "config"},
      {Origin::declared, "input"}, {Origin::tool, "tool"},        {Origin::tree, "tree"},        {Origin::observed, "observed"}};
  int number = 0;
  for (const auto& [origin, kind] : kinds) {
    const std::string name = "x" + std::to_string(++number);
    disk.write("/s/" + name, "one");
    disk.advance(10 * k_second);
    task.inputs = {given("/s/" + name, origin)};
    ran({now("/s/" + name, origin)});
    edit("/s/" + name);
    EXPECT_EQ(why(), Texts{kind + ": " + name + " changed"}) << name_of(origin);
  }
}

TEST_F(ReasonsTest, what_appears_and_what_vanishes) {
  ran({now("/s/none.py", Origin::absent), now("/s/b.py", Origin::runtime)});
  edit("/s/none.py");
  disk.remove("/s/b.py");
  EXPECT_EQ(why(), (Texts{"import: b.py vanished", "import: none.py appeared"}));
}

TEST_F(ReasonsTest, names_in_directories) {
  ran({now("/s", Origin::tree, InputKind::listing), now("/s", Origin::absent, InputKind::lookup, "late"),
       now("/s/pkg", Origin::absent, InputKind::lookup, "mod")});
  task.inputs = {{{InputKind::listing, "/s", {}}, Origin::tree}};
  disk.write("/s/late.py", "x");
  disk.write("/s/pkg/mod.py", "x");
  disk.advance(10 * k_second);
  const Texts reasons = why();
  ASSERT_EQ(reasons.size(), 3u);
  EXPECT_TRUE(reasons[0].starts_with("import: late ")) << reasons[0];
  EXPECT_TRUE(reasons[1].starts_with("import: pkg/mod ")) << reasons[1];
  EXPECT_EQ(reasons[2], "tree: the names in . changed");
}

TEST_F(ReasonsTest, a_declared_input_is_new) {
  ran({now("/s/a.py", Origin::itself)});
  task.inputs.push_back(given("/s/data.json", Origin::declared));
  EXPECT_EQ(why(), Texts{"input: data.json is new"});
}

TEST_F(ReasonsTest, a_declared_input_is_left_out) {
  ran({now("/s/a.py", Origin::itself), now("/s/data.json", Origin::declared)});
  EXPECT_EQ(why(), Texts{"input: data.json is left out"});
  edit("/s/data.json");
  EXPECT_EQ(why(), Texts{"input: data.json changed"});
}

TEST_F(ReasonsTest, a_declared_input_that_stays_is_none) {
  ran({now("/s/a.py", Origin::itself), now("/s/data.json", Origin::declared)});
  task.inputs.push_back(given("/s/data.json", Origin::declared));
  edit("/s/a.py");
  EXPECT_EQ(why(), Texts{"file: changed"});
}

TEST_F(ReasonsTest, what_all_tasks_of_the_tool_share) {
  ran({now("/s/a.py", Origin::itself)});
  tool.parts = {{PartKind::tool, "own", "2"}, {PartKind::config, "rc", "12"}};
  EXPECT_EQ(why(), (Texts{"config: rc appeared", "tool: own 1 -> 2"}));
}

TEST_F(ReasonsTest, parts_that_nobody_remembers) {
  ran({now("/s/a.py", Origin::itself)});
  Decision decision = *store.decisions().find("a.py", "own");
  decision.base = digest_of("unknown");
  put(decision);
  EXPECT_EQ(why(), Texts{"setting: the last key is not recorded any more"});
}

TEST_F(ReasonsTest, the_nearest_to_the_file_comes_first) {
  adapter.always = true;
  ran({now("/s/seen.txt", Origin::observed), now("/s/lib.so", Origin::tool), now("/s/data.json", Origin::declared),
       now("/s/c.py", Origin::runtime), now("/s/b.py", Origin::runtime), now("/s/a.py", Origin::itself)});
  tool.parts = {{PartKind::environment, "A", "1"}, {PartKind::argument, "", "x"}, {PartKind::config, "rc", "12"},
                {PartKind::tool, "own", "1"}, {PartKind::platform, "p", "1"},
                {PartKind::setting, "s", "1"}, {PartKind::tree, "t", "1"}};
  for (const char* file : {"/s/seen.txt", "/s/lib.so", "/s/data.json", "/s/c.py", "/s/b.py", "/s/a.py"}) edit(file);
  EXPECT_EQ(why(), (Texts{"always", "file: changed", "import: b.py changed", "import: c.py changed", "input: data.json changed",
                          "config: rc appeared", "tool: lib.so changed", "platform: p 1 is new",
                          "argument: \"x\" is new",
                          "environment: A is set to \"1\"", "setting: s 1 is new", "tree: t 1 is new",
                          "observed: seen.txt changed"}));
}

TEST_F(ReasonsTest, of_a_run_that_was_not_kept_the_rest_is_told_too) {
  Decision decision;
  decision.base = digest_of_parts(tool.parts);
  decision.unkept = "b.py changed while it ran";
  put(decision);
  tool.parts[0].value = "2";
  EXPECT_EQ(why(), (Texts{"not kept: b.py changed while it ran", "tool: own 1 -> 2"}));
}

}  // namespace
}  // namespace lintcache
