// SPDX-License-Identifier: MIT
// Tools made ready: which ones, how they are started, and what all their tasks depend on.
#include "plan/prepared_tool.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "helpers/plan/world.h"
#include "plan/static_key.h"
#include "support/scratch_tree.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using test::World;

TEST(PrepareTools, without_a_choice_those_that_the_interpreter_has) {
  World world;
  world.request.tools.clear();
  EXPECT_EQ(world.prepare()->size(), 2u);
  world.toolchain.launchers.erase("flake8");
  const auto tools = world.prepare();
  ASSERT_EQ(tools->size(), 1u);
  EXPECT_EQ((*tools)[0].adapter->name, "pylint");
  EXPECT_EQ((*tools)[0].launcher.back(), "/usr/bin/pylint");
  world.toolchain.launchers.clear();
  EXPECT_EQ(world.prepare().error().blame, Blame::asker);
}

TEST(PrepareTools, keeps_the_order_of_the_request) {
  World world;
  world.request.tools = {"pylint", "flake8"};
  world.request.selected_tools = {"flake8", "pylint"};
  const auto tools = world.prepare();
  EXPECT_EQ((*tools)[0].adapter->name, "pylint");
}

TEST(PrepareTools, refuses_what_it_cannot_run_and_says_what_there_is) {
  World unknown;
  unknown.request.tools = {"flake9"};
  EXPECT_EQ(unknown.prepare().error().where, "flake9");
  EXPECT_TRUE(unknown.prepare().error().hint.starts_with("known are bandit, black, ")) << unknown.prepare().error().hint;
  World selected;
  selected.request.selected_tools = {"mypy"};
  EXPECT_EQ(selected.prepare().error().where, "mypy");
  World unused;
  unused.request.tools = {"flake8"};
  unused.request.selected_tools = {"pylint"};
  EXPECT_EQ(unused.prepare().error().hint, "app uses flake8");
  World missing;
  missing.toolchain.launchers.erase("pylint");
  EXPECT_EQ(missing.prepare().error().what, "pylint is not installed");
  for (World* world : {&unknown, &selected, &unused, &missing}) EXPECT_EQ(world->prepare().error().blame, Blame::asker);
}

TEST(PrepareTools, an_extra_input_must_be_no_directory) {
  const test::ScratchTree tree;
  World world;
  world.request.extra_inputs = {tree.top()};
  EXPECT_EQ(world.prepare().error().where, tree.top());
}

TEST(PrepareTools, the_configuration_above_home_is_not_flake8s) {
  const test::ScratchTree tree;
  tree.write("home/tree/a.py");
  World world;
  world.request.source_dir = tree.path("home/tree");
  world.outer = {"HOME=" + tree.path("home")};
  const auto tools = world.prepare();
  ASSERT_TRUE(tools.ok());
  const auto has = [&](size_t tool, const std::string& path) {
    const auto& inputs = (*tools)[tool].config;
    return std::find(inputs.begin(), inputs.end(), Input{InputKind::content, path, ""}) != inputs.end();
  };
  EXPECT_TRUE(has(0, tree.path("home/tree/setup.cfg")));
  EXPECT_FALSE(has(0, tree.path("home/setup.cfg")));
  EXPECT_FALSE(has(0, tree.path("setup.cfg")));
  EXPECT_TRUE(has(1, tree.path("home/setup.cfg")));
  EXPECT_TRUE(has(1, tree.path("setup.cfg")));
}

TEST(PrepareTools, are_known_by_their_parts) {
  World world;
  const auto tools = world.prepare();
  ASSERT_TRUE(tools.ok());
  for (const PreparedTool& tool : *tools) EXPECT_EQ(tool.base, digest_of_parts(tool.parts));
  EXPECT_NE((*tools)[0].base, (*tools)[1].base);
  EXPECT_EQ((*tools)[0].toolchain, (*tools)[1].toolchain);
}

TEST(PrepareTools, an_extra_input_belongs_to_every_task_of_every_tool) {
  World world;
  world.request.extra_inputs = {"/h/words.txt"};
  const auto tools = world.prepare();
  ASSERT_TRUE(tools.ok());
  for (const PreparedTool& tool : *tools)
    EXPECT_EQ(tool.inputs, (std::vector<TracedInput>{{{InputKind::content, "/h/words.txt", ""}, Origin::declared}}));
}

TEST(PrepareTools, the_states_of_their_inputs_are_taken_before_anything_runs) {
  World world;
  world.disk.write("/h/words.txt", "one");
  world.disk.advance(10 * test::k_second);
  world.request.extra_inputs = {"/h/words.txt"};
  StatCache cache(world.disk);
  ASSERT_TRUE(prepare_tools(world.request, world.toolchain, world.outer, roots_of(world.request), cache).ok());
  world.disk.write("/h/words.txt", "two");
  EXPECT_FALSE(cache.still({InputKind::content, "/h/words.txt", ""}));
}

// With MERGE_ENVIRONMENT a variable that the tool does not read is no part of its key, unless code of others may read it.
TEST(PrepareTools, of_a_merged_environment_what_the_tool_reads_counts) {
  World world;
  world.request.merge_environment = true;
  world.outer.push_back("MINE=1");
  const auto counts = [&] {
    const auto tools = world.prepare();
    const auto& keyed = (*tools)[0].environment.keyed;
    return std::find(keyed.begin(), keyed.end(), "MINE=1") != keyed.end();
  };
  EXPECT_FALSE(counts());
  world.toolchain.tools["flake8"].push_back({PartKind::tool, "entry points of plugin", "X = plugin:X"});
  EXPECT_TRUE(counts());
}

// A declared tool named `own`, whose program lies in a directory of PATH.
class PrepareDeclared : public testing::Test {
 protected:
  PrepareDeclared() {
    tree.write("s/a.py", "x = 1\n");
    world.request.source_dir = tree.path("s");
    world.toolchain.executable = tree.path("python/bin/python3");
    world.request.tools = {"own"};
    world.outer = {"HOME=" + tree.path("home"), "PATH=" + tree.path("bin")};
    declare("self");
  }
  void declare(const std::string& scope) {
    ToolDeclaration tool;
    tool.name = "own";
    tool.command = {"own", "{file}"};
    tool.scope = scope;
    world.request.lint_tools = {tool};
  }
  PreparedTool prepared() {
    StatCache cache(real_disk());
    auto tools = prepare_tools(world.request, world.toolchain, world.outer, roots_of(world.request), cache);
    EXPECT_TRUE(tools.ok()) << tools.error().text();
    return tools ? (*tools)[0] : PreparedTool();
  }
  // What of the tree is among the inputs, relative to the scratch directory.
  std::vector<std::string> inputs(Origin origin) {
    std::vector<std::string> paths;
    for (const TracedInput& one : prepared().inputs)
      if (one.origin == origin && one.input.path.starts_with(tree.top()))
        paths.push_back(one.input.path.substr(tree.top().size() + 1));
    return paths;
  }
  using Names = std::vector<std::string>;
  test::ScratchTree tree;
  World world;
};

TEST_F(PrepareDeclared, its_program_is_found_and_is_an_input) {
  tree.write_program("bin/own", "ELF");
  EXPECT_EQ(prepared().launcher, Names{tree.path("bin/own")});
  EXPECT_EQ(inputs(Origin::tool), (Names{"python/bin/own", "bin/own"}));
  tree.write_program("python/bin/own", "ELF");
  EXPECT_EQ(prepared().launcher, Names{tree.path("python/bin/own")});
}

TEST_F(PrepareDeclared, it_finds_its_program_in_its_own_path) {
  tree.write_program("mine/own", "ELF");
  world.request.lint_tools[0].environment = {"PATH=" + tree.path("mine")};
  EXPECT_EQ(prepared().launcher, Names{tree.path("mine/own")});
}

TEST_F(PrepareDeclared, without_its_program_it_is_not_installed) {
  StatCache cache(real_disk());
  const auto tools = prepare_tools(world.request, world.toolchain, world.outer, roots_of(world.request), cache);
  ASSERT_FALSE(tools.ok());
  EXPECT_EQ(tools.error().blame, Blame::asker);
  EXPECT_NE(tools.error().text().find("own is not installed"), std::string::npos) << tools.error().text();
}

// An outcome of the one must not hold for the other, whose program is not among what it depended on.
TEST_F(PrepareDeclared, another_program_by_another_path_is_another_tool) {
  tree.write_program("bin/own", "ELF one");
  tree.write_program("other/own", "ELF two");
  const Digest before = prepared().base;
  world.outer[1] = "PATH=" + tree.path("other");
  EXPECT_NE(prepared().base, before);
}

TEST_F(PrepareDeclared, the_same_program_in_another_place_is_the_same_tool) {
  tree.write_program("bin/own", "ELF");
  const Digest before = prepared().base;
  world.outer[1] = "PATH=" + tree.path("none") + ":" + tree.path("bin");
  EXPECT_EQ(prepared().base, before);
}

TEST_F(PrepareDeclared, only_a_tool_for_the_whole_tree_depends_on_all_files) {
  tree.write_program("bin/own", "ELF");
  tree.write("s/data.json", "{}");
  EXPECT_EQ(inputs(Origin::tree), Names());
  declare("tree");
  EXPECT_EQ(inputs(Origin::tree), (Names{"s/a.py", "s/data.json"}));
}

TEST_F(PrepareDeclared, a_file_more_less_or_renamed_is_another_part_of_the_tree) {
  tree.write_program("bin/own", "ELF");
  declare("tree");
  const auto part = [&] {
    const KeyParts parts = prepared().parts;
    const auto found = std::find_if(parts.begin(), parts.end(), [](const KeyPart& one) { return one.kind == PartKind::tree; });
    return found == parts.end() ? "" : found->name + " " + found->value;
  };
  const std::string one = part();
  EXPECT_TRUE(one.starts_with("files 1, names ")) << one;
  tree.write("s/b.py");
  const std::string two = part();
  EXPECT_TRUE(two.starts_with("files 2, names ")) << two;
  tree.remove("s/a.py");
  const std::string renamed = part();
  EXPECT_TRUE(renamed.starts_with("files 1, names ")) << renamed;
  EXPECT_NE(renamed, one);
  tree.remove("s/b.py");
  tree.write("s/a.py", "other bytes");
  EXPECT_EQ(part(), one);
}

TEST(RootsOf, are_the_tree_and_the_binary_directory) {
  Request request;
  request.source_dir = "/s";
  request.binary_dir = "/b";
  EXPECT_EQ(shown_packed(roots_of(request).packed("/s/x:/b/y"), k_root_names), "{source_dir}/x:{binary_dir}/y");
}

}  // namespace
}  // namespace lintcache
