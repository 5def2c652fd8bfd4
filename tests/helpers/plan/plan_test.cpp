// SPDX-License-Identifier: MIT
// Tasks: everything that a verdict depends on is in key or inputs, and nothing else is.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "digest/hasher.h"
#include "helpers/plan/world.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

using test::k_second;

// All that goes into a plan; a test changes one thing.
struct World : test::World {
  World() {
    for (const char* file : {"/h/s/a.py", "/h/s/b.py"}) disk.write(file, "x = 1\n");
    for (const char* file : {"a.py", "b.py"}) {
      footprints[file].runtime = {3, digest_of("loaded")};
      footprints[file].statements = {4, digest_of("followed")};
    }
    disk.advance(10 * k_second);
  }

  // Tasks whose `key` stands for all that they depend on, in its present state.
  std::vector<Task> plan() {
    StatCache cache(disk);
    const auto tools = prepare_tools(request, toolchain, outer, roots_of(request), cache);
    EXPECT_TRUE(tools.ok()) << tools.error().text();
    auto tasks = plan_tasks(request, {"a.py", "b.py"}, *tools, footprints, cache);
    for (Task& task : tasks) {
      if (task.key.is_absent()) continue;
      Hasher hasher;
      hasher.field("key", task.key);
      const auto add = [&](const TracedInput& one) {
        hasher.field("path", one.input.path).field("state", cache.state(one.input));
      };
      for (const TracedInput& one : task.inputs) add(one);
      for (const PreparedTool& tool : *tools)
        if (tool.adapter->name == task.tool) std::for_each(tool.inputs.begin(), tool.inputs.end(), add);
      for (const int64_t set : task.footprint) hasher.field("footprint", std::to_string(set));
      task.key = hasher.digest();
    }
    return tasks;
  }

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
  EXPECT_EQ(tasks[0].inputs, (std::vector<TracedInput>{{{InputKind::content, "/h/s/a.py", ""}, Origin::itself}}));
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

TEST(PlanTasks, a_tool_that_depends_on_imports_depends_on_the_footprint) {
  EXPECT_EQ(changed([](World& world) { world.footprints["a.py"].runtime.set = 99; }), "-p--");
  EXPECT_EQ(changed([](World& world) { world.footprints["a.py"].statements.set = 99; }), "-p--");
}

TEST(PlanTasks, a_tool_chooses_the_parts_that_it_depends_on) {
  World world;
  StatCache cache(world.disk);
  auto tools = *prepare_tools(world.request, world.toolchain, world.outer, Roots(), cache);
  const auto adapter = std::make_shared<Adapter>(*find_adapter(tools[1].adapter->name));
  tools = {tools[1]};
  tools[0].adapter = adapter;
  const auto task = [&](bool runtime, bool statements) {
    adapter->parts = {runtime, statements};
    return plan_tasks(world.request, {"a.py"}, tools, world.footprints, cache)[0];
  };
  EXPECT_EQ(task(true, false).footprint, std::vector<int64_t>{3});
  EXPECT_EQ(task(false, true).footprint, std::vector<int64_t>{4});
}

TEST(PlanTasks, a_clone_elsewhere_has_the_same_keys) {
  World here, there;
  there.request.source_dir = "/mnt/clone";
  there.disk.write("/mnt/clone/a.py", "x = 1\n");
  for (World* world : {&here, &there}) {
    world->request.environment = {"A=" + world->request.source_dir + "/lib"};
    world->request.python_path = {world->request.source_dir + "/src"};
    world->disk.write(world->request.source_dir + "/setup.cfg", "[flake8]\n");
  }
  const auto keys = [](World& world) {
    StatCache cache(world.disk);
    const auto tools = *prepare_tools(world.request, world.toolchain, world.outer, roots_of(world.request), cache);
    std::vector<Digest> all;
    for (const Task& task : plan_tasks(world.request, {"a.py"}, tools, world.footprints, cache)) all.push_back(task.key);
    return all;
  };
  EXPECT_EQ(keys(here), keys(there));
  there.disk.write("/mnt/setup.cfg", "[flake8]\n");
  EXPECT_NE(keys(here), keys(there));
}

TEST(PlanTasks, what_a_file_is_declared_to_depend_on_is_its_own) {
  const auto declare = [](World& world) { world.request.file_inputs = {{"a.py", {"data.json"}}}; };
  EXPECT_EQ(changed(declare), "fp--");
  World absent, present;
  declare(absent);
  declare(present);
  present.disk.write("/h/s/data.json", "{}");
  EXPECT_NE(absent.plan()[0].key, present.plan()[0].key);
  EXPECT_EQ(absent.plan()[2].key, present.plan()[2].key);
}

// An outcome that was recorded before the declaration knows nothing of the input, and would hold whatever happens to it.
TEST(PlanTasks, a_declaration_keeps_outcomes_from_before_it_away) {
  World world;
  StatCache cache(world.disk);
  const auto tools = *world.prepare();
  const auto key = [&] { return plan_tasks(world.request, {"a.py"}, tools, world.footprints, cache)[0].key; };
  const Digest before = key();
  world.request.file_inputs = {{"a.py", {"data.json"}}};
  EXPECT_NE(key(), before);
}

// A declared tool; the rest of its adapter does nothing.
std::vector<Task> plan_with(World& world, Scope scope, Unit unit) {
  StatCache cache(world.disk);
  PreparedTool tool;
  Adapter adapter;
  adapter.name = "own";
  adapter.scope = scope;
  adapter.unit = unit;
  tool.adapter = std::make_shared<Adapter>(adapter);
  return plan_tasks(world.request, {"a.py", "d/b.py"}, {tool}, world.footprints, cache);
}

TEST(PlanTasks, one_task_is_about_the_whole_tree) {
  World world;
  const auto tasks = plan_with(world, Scope::self, Unit::tree);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].file, "");
  EXPECT_EQ(tasks[0].files, (std::vector<std::string>{"a.py", "d/b.py"}));
  EXPECT_EQ(tasks[0].inputs.size(), 2u);
  EXPECT_FALSE(tasks[0].key.is_absent());
  world.request.selected_files = {"a.py"};
  EXPECT_TRUE(plan_with(world, Scope::self, Unit::tree).empty());
}

TEST(PlanTasks, what_is_too_large_depends_on_that_alone) {
  World world;
  world.request.file_size_limit = 1;
  const std::string most(1 << 20, '#');
  world.disk.write("/h/s/a.py", most);
  const auto small = plan_with(world, Scope::self_fs, Unit::file);
  EXPECT_TRUE(small[0].too_large.empty());
  world.disk.write("/h/s/a.py", most + "#");
  const auto large = plan_with(world, Scope::self_fs, Unit::file);
  ASSERT_EQ(large[0].too_large.size(), 1u);
  EXPECT_EQ(large[0].too_large[0].file, "a.py");
  EXPECT_EQ(large[0].too_large[0].size, (1 << 20) + 1);
  EXPECT_EQ(large[0].inputs, (std::vector<TracedInput>{{{InputKind::content, "/h/s/a.py", ""}, Origin::itself}}));
  EXPECT_NE(large[0].key, small[0].key);
  EXPECT_TRUE(large[1].too_large.empty());
  EXPECT_EQ(large[1].key, small[1].key);
  // A tool that looks at all of the tree cannot leave one out.
  const auto tree = plan_with(world, Scope::self, Unit::tree);
  EXPECT_EQ(tree[0].too_large.size(), 1u);
  EXPECT_EQ(tree[0].inputs, (std::vector<TracedInput>{{{InputKind::content, "/h/s/a.py", ""}, Origin::tree}}));
  // Another limit, another finding.
  World other;
  other.request.file_size_limit = 2;
  other.disk.write("/h/s/a.py", most + most + "#");
  EXPECT_NE(plan_with(other, Scope::self_fs, Unit::file)[0].key, large[0].key);
}

TEST(PlanTasks, a_tool_that_looks_around_depends_on_the_names_around) {
  World world;
  const auto tasks = plan_with(world, Scope::self_fs, Unit::file);
  ASSERT_EQ(tasks.size(), 2u);
  const auto names = [&](size_t task) {
    std::vector<std::string> listed;
    for (const TracedInput& one : tasks[task].inputs)
      if (one.input.kind == InputKind::listing) listed.push_back(one.input.path);
    return listed;
  };
  EXPECT_EQ(names(0), (std::vector<std::string>{"/h/s", "/h/s/src"}));
  EXPECT_EQ(names(1), (std::vector<std::string>{"/h/s/d", "/h/s", "/h/s/src"}));
}

TEST(PlanTasks, without_the_footprint_that_it_needs_a_task_has_no_key) {
  World world;
  world.request.tools = {"flake8", "probe"};
  ToolDeclaration probe;
  probe.name = "probe";
  probe.command = {"/bin/true", "{file}"};
  probe.scope = "closure";
  world.request.lint_tools = {probe};
  world.disk.write("/bin/true", "");
  world.footprints.erase("b.py");
  const auto tasks = world.plan();
  ASSERT_EQ(tasks.size(), 4u);
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(tasks[i].key.is_absent(), i == 3) << i;
}

TEST(PlanTasks, who_is_watched_may_need_no_footprint) {
  World world;
  world.footprints.erase("b.py");
  const auto tasks = world.plan();
  ASSERT_EQ(tasks.size(), 4u);
  for (const Task& task : tasks) EXPECT_FALSE(task.key.is_absent()) << task.file << " " << task.tool;
  EXPECT_EQ(tasks[3].footprint, std::vector<int64_t>{0});
}

TEST(PlanTasks, the_toolchain_changes_every_key) {
  EXPECT_EQ(changed([](World& world) { world.toolchain.platform[0].value = "3.12"; }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.toolchain.platform.clear(); }), "fpFP");
  EXPECT_EQ(changed([](World& world) { world.toolchain.start.push_back({PartKind::tool, "usercustomize.py", "x"}); }), "fpFP");
}

TEST(PlanTasks, what_a_tool_consists_of_changes_its_own_keys) {
  EXPECT_EQ(changed([](World& world) { world.toolchain.tools["flake8"][0].value = "8.0"; }), "f-F-");
  EXPECT_EQ(changed([](World& world) { world.toolchain.tools["pylint"].push_back({PartKind::tool, "plugin", "1"}); }), "-p-P");
  EXPECT_EQ(changed([](World& world) { world.toolchain.tools["black"] = {{PartKind::tool, "black", "24"}}; }), "----");
}

TEST(PlanTasks, the_digest_of_the_whole_toolchain_changes_nothing) {
  EXPECT_EQ(changed([](World& world) { world.toolchain.identity += "x"; }), "----");
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
}

TEST(PlanTasks, a_selection_of_tools_keeps_their_keys) {
  World all, one;
  one.request.selected_tools = {"pylint"};
  const auto tasks = one.plan();
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].key, all.plan()[1].key);
}

// A tool that looks for its configuration from the file on.
TEST(PlanTasks, configuration_on_the_way_to_a_file_is_its_own) {
  World world;
  StatCache cache(world.disk);
  auto tools = *prepare_tools(world.request, world.toolchain, world.outer, Roots(), cache);
  const auto adapter = std::make_shared<Adapter>(*find_adapter(tools[0].adapter->name));
  adapter->config.beside = {"setup.cfg", ".mark"};
  tools = {tools[0]};
  tools[0].adapter = adapter;
  const auto tasks = plan_tasks(world.request, {"a.py", "p/q/c.py"}, tools, world.footprints, cache);
  const auto config_of = [&](const Task& task) {
    std::vector<std::string> paths;
    for (const TracedInput& one : task.inputs)
      if (one.origin == Origin::config) paths.push_back(one.input.path);
    return paths;
  };
  EXPECT_EQ(config_of(tasks[0]), std::vector<std::string>{"/h/s/.mark"});
  EXPECT_EQ(config_of(tasks[1]), (std::vector<std::string>{"/h/s/p/q/setup.cfg", "/h/s/p/q/.mark", "/h/s/p/setup.cfg",
                                                           "/h/s/p/.mark", "/h/s/.mark"}));
}

}  // namespace
}  // namespace lintcache
