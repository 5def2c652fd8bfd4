// SPDX-License-Identifier: MIT
// What files depend on where one process followed the imports of all.
#include "run/module_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lintcache {
namespace {

Observation observed(std::vector<Observation::Module> modules) {
  Observation observation;
  observation.graph = std::move(modules);
  observation.search_path = {"/tree", "/site"};
  return observation;
}

FollowedImports follow(const Observation& observation, const std::vector<std::string>& files, const std::string& text = "") {
  return followed_imports(observation, files, "/tree", [&](const std::string&) { return text; });
}

// "content /tree/a.py", "lookup /tree b": all that the file depends on.
std::set<std::string> inputs_of(const FollowedImports& followed, const std::string& file) {
  std::set<std::string> texts;
  std::set<uint32_t> groups;
  std::vector<uint32_t> waiting = {followed.group_of.at(file)};
  while (!waiting.empty()) {
    const InputGraph::Group& group = followed.graph.groups[waiting.back()];
    const bool is_new = groups.insert(waiting.back()).second;
    waiting.pop_back();
    if (!is_new) continue;
    waiting.insert(waiting.end(), group.below.begin(), group.below.end());
    for (const uint32_t number : group.inputs) {
      const Input& input = followed.graph.inputs[number].input;
      texts.insert(input.kind == InputKind::content ? "content " + input.path : "lookup " + input.path + " " + input.detail);
    }
  }
  return texts;
}

bool holds(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

TEST(ModuleGraph, a_file_depends_on_all_it_leads_to_and_on_nothing_else) {
  const auto observation = observed({{"a", "/tree/a.py", {"b"}, {}, {}, {}},
                                     {"b", "/tree/b.py", {"c"}, {}, {}, {}},
                                     {"c", "/tree/c.pyi", {}, {}, {}, {}},
                                     {"d", "/tree/d.py", {}, {}, {}, {}}});
  const FollowedImports followed = follow(observation, {"/tree/a.py", "/tree/b.py", "/tree/d.py"});
  EXPECT_EQ(inputs_of(followed, "/tree/a.py"),
            (std::set<std::string>{"content /tree/a.py", "content /tree/b.py", "content /tree/c.pyi", "lookup /site b",
                                   "lookup /site b-stubs", "lookup /site c", "lookup /site c-stubs", "lookup /tree b",
                                   "lookup /tree b-stubs", "lookup /tree c", "lookup /tree c-stubs"}));
  EXPECT_FALSE(inputs_of(followed, "/tree/b.py").contains("content /tree/a.py"));
  EXPECT_EQ(inputs_of(followed, "/tree/d.py"), (std::set<std::string>{"content /tree/d.py"}));
  EXPECT_TRUE(followed.doubtful.empty());
}

TEST(ModuleGraph, files_of_a_cycle_depend_on_each_other) {
  const auto observation =
      observed({{"a", "/tree/a.py", {"b"}, {}, {}, {}}, {"b", "/tree/b.py", {"a"}, {}, {}, {}}, {"c", "/tree/c.py", {"b"}, {}, {}, {}}});
  const FollowedImports followed = follow(observation, {"/tree/a.py", "/tree/b.py", "/tree/c.py"});
  EXPECT_EQ(followed.group_of.at("/tree/a.py"), followed.group_of.at("/tree/b.py"));
  EXPECT_TRUE(holds(inputs_of(followed, "/tree/c.py"), {"content /tree/a.py", "content /tree/b.py", "lookup /tree a"}));
}

TEST(ModuleGraph, a_module_of_a_package_is_looked_for_wherever_the_package_may_lie) {
  auto observation = observed({{"a", "/tree/a.py", {}, {}, {"p.q.r"}, {}}});
  observation.questions = {"/tree/p", "/tree/p/q/r.pyi", "/site/p-stubs/q", "/site/p-stubs/py.typed"};
  observation.reads = {"/site/p-stubs/py.typed", "/site/other/py.typed"};
  const auto inputs = inputs_of(follow(observation, {"/tree/a.py", "/tree/b.py"}), "/tree/a.py");
  EXPECT_TRUE(holds(inputs, {"lookup /tree p", "lookup /tree p-stubs", "lookup /site p", "lookup /site p-stubs"}));
  EXPECT_TRUE(holds(inputs, {"lookup /tree/p q", "lookup /tree/p __init__", "lookup /tree/p py", "lookup /tree/p/q r",
                             "lookup /site/p-stubs q", "lookup /site/p-stubs/q r", "content /site/p-stubs/py.typed"}));
  EXPECT_TRUE(inputs.contains("lookup /tree __init__")) << "of a missing module it is asked whether it is started in a package";
  EXPECT_FALSE(inputs.contains("content /site/other/py.typed"));
  EXPECT_FALSE(inputs.contains("lookup /site/p q")) << "there is nothing, or it would have been looked at";
}

TEST(ModuleGraph, which_package_a_file_lies_in_depends_on_the_directories_above_it) {
  auto observation = observed({{"p.a", "/tree/p/a.py", {}, {"p"}, {}, {}}, {"p", "/tree/p/", {}, {}, {}, {}}});
  observation.questions = {"/tree/p/__init__.py", "/tree/__init__.pyi"};
  const auto inputs = inputs_of(follow(observation, {"/tree/p/a.py", "/tree/b.py"}), "/tree/p/a.py");
  EXPECT_TRUE(holds(inputs, {"lookup /tree/p __init__", "lookup /tree __init__", "lookup /tree p"}));
}

TEST(ModuleGraph, a_submodule_that_only_another_file_asks_for_makes_a_file_doubtful) {
  const std::vector<Observation::Module> modules = {{"one", "/tree/one.py", {"p"}, {}, {}, {"p.b"}},
                                                    {"two", "/tree/two.py", {"p.b", "p"}, {}, {}, {}},
                                                    {"up", "/tree/up.py", {"one"}, {}, {}, {}},
                                                    {"p", "/tree/p/__init__.py", {}, {}, {}, {}},
                                                    {"p.b", "/tree/p/b.py", {}, {"p"}, {}, {}}};
  const std::vector<std::string> files = {"/tree/one.py", "/tree/two.py", "/tree/up.py"};
  const std::unordered_map<std::string, std::string> both = {{"/tree/one.py", ""}, {"/tree/up.py", ""}};
  for (const char* text : {"import p\nprint(p.b.NAME)\n", "import p as q\nprint(q . b)\n", "import p\nq = p\nq.b\n"})
    EXPECT_EQ(follow(observed(modules), files, text).doubtful, both) << text;
  EXPECT_TRUE(follow(observed(modules), files, "import p\nself.b\np.c\n").doubtful.empty()) << "only types came from there";
  EXPECT_TRUE(follow(observed(modules), {"/tree/one.py"}, "p.b").doubtful.empty()) << "it is alone";
}

TEST(ModuleGraph, who_asks_for_a_module_that_may_be_another_one_is_doubtful) {
  auto observation = observed({{"a", "/tree/a.py", {}, {}, {}, {}}, {"b", "/tree/b.py", {"a"}, {}, {}, {}}, {"c", "/tree/c.py", {}, {}, {}, {}}});
  observation.uncertain = {"a"};
  EXPECT_EQ(follow(observation, {"/tree/a.py", "/tree/b.py", "/tree/c.py"}).doubtful, (std::unordered_map<std::string, std::string>{{"/tree/b.py", ""}}));
}

TEST(ModuleGraph, those_of_one_order_may_share_another_process) {
  auto observation = observed({{"a", "/tree/a.py", {}, {}, {}, {}}, {"b", "/tree/b.py", {}, {}, {}, {}}});
  observation.orders = {{"b", "c a;"}};
  EXPECT_EQ(follow(observation, {"/tree/a.py", "/tree/b.py"}).doubtful,
            (std::unordered_map<std::string, std::string>{{"/tree/b.py", "c a;"}}));
}

TEST(ModuleGraph, all_that_a_process_looked_at_for_one_file_is_its_own) {
  const auto observation = observed({{"a", "/tree/a.py", {}, {}, {}, {"b"}}, {"b", "/tree/b.py", {}, {}, {}, {}}});
  EXPECT_TRUE(inputs_of(follow(observation, {"/tree/a.py"}), "/tree/a.py").contains("content /tree/b.py"));
  EXPECT_TRUE(follow(observation, {"/tree/other.py"}).group_of.empty());
}

TEST(ModuleGraph, what_is_about_no_module_is_left_to_all) {
  auto observation = observed({{"a", "/tree/a.py", {}, {}, {}, {}}});
  observation.reads = {"/tree/a.py", "/tree/mypy.ini", "/site/p/py.typed", "/tool/builtins.pyi"};
  observation.questions = {"/tree/b.py", "/__init__.py"};
  observation.listings = {"/tree", "/tool"};
  const Observation rest = without_modules(observation);
  EXPECT_EQ(rest.reads, (std::vector<std::string>{"/tree/mypy.ini", "/tool/builtins.pyi"}));
  EXPECT_EQ(rest.questions, std::vector<std::string>{"/__init__.py"});
  EXPECT_EQ(rest.listings, std::vector<std::string>{"/tool"});
}

TEST(ModuleGraph, what_belongs_to_all_is_added_to_each) {
  const auto observation = observed({{"a", "/tree/a.py", {}, {}, {}, {}}, {"b", "/tree/b.py", {}, {}, {}, {}}});
  FollowedImports followed = follow(observation, {"/tree/a.py", "/tree/b.py"});
  add_for_all({{{InputKind::content, "/tool/x.py", {}}, Origin::tool}, {{InputKind::content, "/tree/data", {}}, Origin::observed}}, followed);
  EXPECT_EQ(inputs_of(followed, "/tree/a.py"), (std::set<std::string>{"content /tree/a.py", "content /tool/x.py", "content /tree/data"}));
  EXPECT_FALSE(inputs_of(followed, "/tree/b.py").contains("content /tree/a.py"));
}

TEST(ModuleGraph, the_report_of_a_process_has_its_graph) {
  using namespace std::string_literals;
  const auto read = read_observation("h\0/tree\0g\0p.a\0/tree/p/a.py\0dp.b\0ap\0snope\0iq\0\0g\0p\0/tree/p/\0\0o\0q\0x\0p\0p p.a;\0z\0"s);
  ASSERT_TRUE(read && read->graph.size() == 2);
  EXPECT_EQ(read->search_path, std::vector<std::string>{"/tree"});
  EXPECT_EQ(read->uncertain, std::vector<std::string>{"q"});
  EXPECT_EQ(read->orders.at("p"), "p p.a;");
  const Observation::Module& module = read->graph[0];
  EXPECT_EQ(module.imports, std::vector<std::string>{"p.b"});
  EXPECT_EQ(module.packages, std::vector<std::string>{"p"});
  EXPECT_EQ(module.missing, std::vector<std::string>{"nope"});
  EXPECT_EQ(module.indirect, std::vector<std::string>{"q"});
  EXPECT_EQ(read->graph[1].file, "/tree/p/");
  EXPECT_FALSE(read_observation("g\0p\0/tree/p.py\0xq\0\0z\0"s));
}

}  // namespace
}  // namespace lintcache
