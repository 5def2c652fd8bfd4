// SPDX-License-Identifier: MIT
// Reports become groups: bottom first, members together, edges between them, and who must be asked alone.
#include "imports/runtime_graph.h"

#include <gtest/gtest.h>

#include <set>

#include "imports/description.h"

namespace lintcache {
namespace {

ImportedModule module(const std::string& name, std::vector<uint32_t> imports, bool order_dependent = false) {
  return {name, {{SeenKind::module, "/t/" + name + ".py", name}, {SeenKind::lookup, "/t", name}},
          std::move(imports), order_dependent};
}

ImportedFile file(uint32_t module, bool first = false) {
  ImportedFile file;
  file.module = module;
  file.first = first;
  return file;
}

// Paths of all inputs that a module's group leads to.
std::set<std::string> closure(const RuntimeGraph& graph, uint32_t module) {
  std::set<std::string> paths;
  for (std::vector<uint32_t> waiting = {graph.group_of[module]}; !waiting.empty();) {
    const InputGraph::Group& group = graph.graph.groups[waiting.back()];
    waiting.pop_back();
    for (const uint32_t input : group.inputs)
      if (graph.graph.inputs[input].origin == Origin::runtime) paths.insert(graph.graph.inputs[input].input.path);
    waiting.insert(waiting.end(), group.below.begin(), group.below.end());
  }
  return paths;
}

// a leads to b and c, which lead to each other; d leads to c; e stands alone.
BatchReport report() {
  BatchReport report;
  report.modules = {module("a", {1}), module("b", {2}), module("c", {1}), module("d", {2}), module("e", {})};
  for (uint32_t i = 0; i < 5; ++i) report.files.push_back(file(i, i == 0));
  return report;
}

TEST(RuntimeGraph, leads_from_each_module_to_all_it_imports) {
  const RuntimeGraph graph = runtime_graph(report());
  ASSERT_EQ(graph.graph.groups.size(), 4u);
  EXPECT_EQ(graph.group_of[1], graph.group_of[2]);
  EXPECT_EQ(closure(graph, 0), (std::set<std::string>{"/t/a.py", "/t/b.py", "/t/c.py"}));
  EXPECT_EQ(closure(graph, 1), (std::set<std::string>{"/t/b.py", "/t/c.py"}));
  EXPECT_EQ(closure(graph, 3), (std::set<std::string>{"/t/b.py", "/t/c.py", "/t/d.py"}));
  EXPECT_EQ(closure(graph, 4), (std::set<std::string>{"/t/e.py"}));
  for (uint32_t group = 0; group < graph.graph.groups.size(); ++group)
    for (const uint32_t below : graph.graph.groups[group].below) EXPECT_LT(below, group);
}

TEST(RuntimeGraph, an_input_that_many_saw_stands_there_once) {
  BatchReport shared = report();
  for (ImportedModule& module : shared.modules) module.seen = {{SeenKind::listing, "/t", ""}, {SeenKind::data, "/proc/1", ""}};
  const RuntimeGraph graph = runtime_graph(shared);
  ASSERT_EQ(graph.graph.inputs.size(), 1u);
  EXPECT_EQ(graph.graph.inputs[0], (TracedInput{{InputKind::listing, "/t", ""}, Origin::data}));
  for (const InputGraph::Group& group : graph.graph.groups) EXPECT_EQ(group.inputs, std::vector<uint32_t>{0});
}

TEST(RuntimeGraph, descriptions_name_modules_files_and_imports) {
  BatchReport batch;
  batch.modules = {module("p.x", {1, 2, 3}), module("p", {}), module("a", {0}), module("numpy", {})};
  batch.modules[3].seen = {{SeenKind::extension, "/l/numpy.so", "numpy"}};
  const RuntimeGraph graph = runtime_graph(batch);
  const auto of = [&](uint32_t module) {
    return described_modules(graph.graph.groups[graph.group_of[module]].description);
  };
  EXPECT_EQ(of(0), (std::vector<DescribedModule>{{"a", "/t/a.py", {"p.x"}, {}},
                                                 {"p.x", "/t/p.x.py", {"a", "numpy"}, {"p"}}}));
  EXPECT_EQ(of(3), (std::vector<DescribedModule>{{"numpy", "/l/numpy.so", {}, {}}}));
}

// Numbers are the report's own; the groups must not show them.
TEST(RuntimeGraph, two_reports_of_the_same_give_the_same_descriptions) {
  BatchReport other;
  other.modules = {module("e", {}), module("c", {3}), module("d", {1}), module("b", {1}), module("a", {3})};
  const auto descriptions = [](const BatchReport& batch) {
    std::multiset<std::string> all;
    for (const InputGraph::Group& group : runtime_graph(batch).graph.groups) all.insert(group.description);
    return all;
  };
  EXPECT_EQ(descriptions(other), descriptions(report()));
}

TEST(ToImportAlone, what_leads_to_a_module_that_depends_on_order) {
  BatchReport batch = report();
  const auto alone = [&](size_t asked) { return to_import_alone(batch, runtime_graph(batch), asked); };
  using Files = std::vector<size_t>;
  EXPECT_EQ(alone(5), Files());
  batch.modules[2].order_dependent = true;
  EXPECT_EQ(alone(5), (Files{1, 2, 3}));  // a was first
  batch.files[0].first = false;
  EXPECT_EQ(alone(5), (Files{0, 1, 2, 3}));
  EXPECT_EQ(alone(7), (Files{0, 1, 2, 3, 5, 6}));
}

TEST(ToImportAlone, never_the_only_file_of_a_batch) {
  BatchReport batch;
  batch.modules = {module("a", {}, true)};
  batch.files = {file(0)};
  EXPECT_TRUE(to_import_alone(batch, runtime_graph(batch), 1).empty());
}

}  // namespace
}  // namespace lintcache
