// SPDX-License-Identifier: MIT
// Keys: everything that a verdict depends on changes them, and nothing else does.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "digest/hasher.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;
using test::k_second;

// All that goes into a plan; a test changes one thing.
struct World {
  World() {
    request.name = "app";
    request.source_dir = "/h/s";
    request.tools = {"flake8", "pylint"};
    toolchain.executable = "/usr/bin/python3";
    toolchain.identity = "python 3.11";
    toolchain.launchers = {{"flake8", {"/usr/bin/python3", "/usr/bin/flake8"}},
                           {"pylint", {"/usr/bin/python3", "/usr/bin/pylint"}}};
    outer = {"HOME=/h", "PATH=/bin"};
    for (const char* file : {"/h/s/a.py", "/h/s/b.py"}) disk.write(file, "x = 1\n");
    for (const char* file : {"a.py", "b.py"}) {
      footprints[file].runtime = {3, digest_of("loaded")};
      footprints[file].statements = {4, digest_of("followed")};
    }
    disk.advance(10 * k_second);
  }

  Result<std::vector<PreparedTool>> prepare() {
    StatCache cache(disk);
    return prepare_tools(request, toolchain, outer, cache);
  }
  std::vector<Task> plan() {
    StatCache cache(disk);
    const auto tools = prepare_tools(request, toolchain, outer, cache);
    EXPECT_TRUE(tools.ok()) << tools.error().text();
    return plan_tasks(request, toolchain, {"a.py", "b.py"}, *tools, footprints, cache);
  }

  FakeDisk disk;
  Request request;
  Toolchain toolchain;
  std::vector<std::string> outer;
  std::unordered_map<std::string, Footprint> footprints;
};

// Which of a.py/flake8, a.py/pylint, b.py/flake8, b.py/pylint get another key: one letter for each.
std::string changed(const std::function<void(World&)>& change) {
  World before, after;
  change(after);
  const auto old_tasks = before.plan(), new_tasks = after.plan();
  if (old_tasks.size() != 4 || new_tasks.size() != 4) return "another number of tasks";
  std::string letters;
  for (size_t i = 0; i < 4; ++i) letters += old_tasks[i].key == new_tasks[i].key ? '-' : "fpFP"[i];
  return letters;
}

std::string changed_by_file(const std::string& file) {
  return changed([&](World& world) { world.disk.write(file, "anything"); });
}

TEST(PlanTasks, one_for_each_file_and_tool_in_order) {
  World world;
  const auto tasks = world.plan();
  ASSERT_EQ(tasks.size(), 4u);
  EXPECT_EQ(tasks[0].file + " " + tasks[0].tool, "a.py flake8");
  EXPECT_EQ(tasks[1].file + " " + tasks[1].tool, "a.py pylint");
  EXPECT_EQ(tasks[3].file + " " + tasks[3].tool, "b.py pylint");
  EXPECT_EQ(tasks[0].inputs, (std::vector<Input>{{InputKind::content, "/h/s/a.py", ""}}));
  EXPECT_EQ(tasks[0].footprint, std::vector<int64_t>());
  EXPECT_EQ(tasks[1].footprint, (std::vector<int64_t>{3, 4}));
}

TEST(PlanTasks, all_keys_differ_also_for_the_same_bytes) {
  World world;
  auto tasks = world.plan();
  std::sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return a.key < b.key; });
  EXPECT_EQ(std::adjacent_find(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return a.key == b.key; }),
            tasks.end());
}

TEST(PlanTasks, nothing_changed_nothing_changes) {
  EXPECT_EQ(changed([](World&) {}), "----");
}

TEST(PlanTasks, the_bytes_of_a_file_change_its_own_keys) {
  EXPECT_EQ(changed_by_file("/h/s/a.py"), "fp--");
}

TEST(PlanTasks, the_footprint_changes_the_key_of_a_tool_that_depends_on_imports) {
  EXPECT_EQ(changed([](World& world) { world.footprints["a.py"].runtime.digest = digest_of("other"); }), "-p--");
  EXPECT_EQ(changed([](World& world) { world.footprints["a.py"].statements.digest = digest_of("other"); }), "-p--");
  EXPECT_EQ(changed([](World& world) {
              Footprint& footprint = world.footprints["a.py"];
              std::swap(footprint.runtime.digest, footprint.statements.digest);
            }),
            "-p--");
}

TEST(PlanTasks, a_tool_chooses_the_parts_that_it_depends_on) {
  World world;
  StatCache cache(world.disk);
  auto tools = *prepare_tools(world.request, world.toolchain, world.outer, cache);
  const auto adapter = std::make_shared<Adapter>(*tools[1].adapter);
  tools = {tools[1]};
  tools[0].adapter = adapter;
  const auto task = [&](bool runtime, bool statements) {
    adapter->parts = {runtime, statements};
    return plan_tasks(world.request, world.toolchain, {"a.py"}, tools, world.footprints, cache)[0];
  };
  EXPECT_EQ(task(true, false).footprint, std::vector<int64_t>{3});
  EXPECT_EQ(task(false, true).footprint, std::vector<int64_t>{4});
  const Digest runtime_only = task(true, false).key, static_only = task(false, true).key;
  world.footprints["a.py"].runtime.digest = digest_of("other");
  EXPECT_NE(task(true, false).key, runtime_only);
  EXPECT_EQ(task(false, true).key, static_only);
}

TEST(PlanTasks, without_the_footprint_that_it_needs_a_task_has_no_key) {
  World world;
  world.footprints.erase("b.py");
  const auto tasks = world.plan();
  ASSERT_EQ(tasks.size(), 4u);
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(tasks[i].key.is_absent(), i == 3) << i;
}

TEST(PlanTasks, the_toolchain_changes_every_key) {
  EXPECT_EQ(changed([](World& world) { world.toolchain.identity += "x"; }), "fpFP");
}

TEST(PlanTasks, configuration_changes_the_keys_of_those_who_read_it) {
  EXPECT_EQ(changed_by_file("/h/s/setup.cfg"), "fpFP");
  EXPECT_EQ(changed_by_file("/h/s/tox.ini"), "fpFP");
  EXPECT_EQ(changed_by_file("/h/s/.flake8"), "f-F-");
  EXPECT_EQ(changed_by_file("/h/s/pyproject.toml"), "-p-P");
  EXPECT_EQ(changed_by_file("/h/s/pylintrc"), "-p-P");
  EXPECT_EQ(changed_by_file("/h/.pylintrc"), "-p-P");
  EXPECT_EQ(changed_by_file("/h/.config/pylintrc"), "-p-P");
  EXPECT_EQ(changed_by_file("/etc/pylintrc"), "-p-P");
  EXPECT_EQ(changed_by_file("/setup.cfg"), "fpFP");
}

TEST(PlanTasks, what_looks_like_configuration_elsewhere_changes_nothing) {
  for (const char* file : {"/h/s/d/setup.cfg", "/h/other/setup.cfg", "/h/s/setup.cfg.bak", "/h/s/new.py", "/usr/pylintrc"})
    EXPECT_EQ(changed_by_file(file), "----") << file;
}

TEST(PlanTasks, a_variable_that_names_the_configuration_leads_to_it) {
  const auto with_variable = [](World& world) { world.outer.push_back("PYLINTRC=rc/file"); };
  EXPECT_EQ(changed(with_variable), "-p-P");
  World before, after;
  with_variable(before);
  with_variable(after);
  after.disk.write("/h/s/rc/file", "x");
  EXPECT_NE(before.plan()[1].key, after.plan()[1].key);
  EXPECT_EQ(before.plan()[0].key, after.plan()[0].key);
}

TEST(PlanTasks, settings_that_reach_the_tool_change_keys) {
  EXPECT_EQ(changed([](World& world) { world.request.environment = {"A=b"}; }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.request.environment = {"PATH=/mine"}; }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.request.python_path = {"/lib"}; }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.request.add_source_tree_to_python_path = true; }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.outer.push_back("PYTHONPATH=/lib"); }), "fpFP");
}

TEST(PlanTasks, extra_inputs_count_by_content_present_or_not) {
  const auto with_extra = [](World& world) { world.request.extra_inputs = {"/h/words.txt"}; };
  EXPECT_EQ(changed(with_extra), "fpFP");
  World absent, present;
  with_extra(absent);
  with_extra(present);
  present.disk.write("/h/words.txt", "word");
  EXPECT_NE(absent.plan()[0].key, present.plan()[0].key);
}

TEST(PlanTasks, what_is_no_matter_of_the_verdict_changes_nothing) {
  EXPECT_EQ(changed([](World& world) { world.disk.touch("/h/s/a.py"); }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.name = "other"; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.state_dir = "/elsewhere"; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.jobs = 7; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.fail_fast = true; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.warn_only = true; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.merged_log = "/m"; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.exclude = {"c.py"}; }), "----");
  EXPECT_EQ(changed([](World& world) { world.request.diagnostic_format = DiagnosticFormat::msvc; }), "----");
  EXPECT_EQ(changed([](World& world) { world.outer = {"PATH=/other", "HOME=/h", "EDITOR=vi", "LANG=de"}; }), "----");
  EXPECT_EQ(changed([](World& world) { world.footprints["a.py"].runtime.set = 99; }), "----");
}

TEST(PlanTasks, a_selection_of_tools_keeps_their_keys) {
  World all, one;
  one.request.selected_tools = {"pylint"};
  const auto tasks = one.plan();
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].key, all.plan()[1].key);
}

TEST(PlanTasks, the_configuration_above_home_is_not_flake8s) {
  const test::ScratchTree tree;
  tree.write("home/tree/a.py");
  World world;
  world.request.source_dir = tree.path("home/tree");
  world.outer = {"HOME=" + tree.path("home")};
  const auto tools = world.prepare();
  ASSERT_TRUE(tools.ok());
  const auto has = [&](size_t tool, const std::string& path) {
    const auto& inputs = (*tools)[tool].inputs;
    return std::find(inputs.begin(), inputs.end(), Input{InputKind::content, path, ""}) != inputs.end();
  };
  EXPECT_TRUE(has(0, tree.path("home/tree/setup.cfg")));
  EXPECT_FALSE(has(0, tree.path("home/setup.cfg")));
  EXPECT_FALSE(has(0, tree.path("setup.cfg")));
  EXPECT_TRUE(has(1, tree.path("home/setup.cfg")));
  EXPECT_TRUE(has(1, tree.path("setup.cfg")));
}

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
  EXPECT_EQ(unknown.prepare().error().hint, "known are flake8, pylint");
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

}  // namespace
}  // namespace lintcache
