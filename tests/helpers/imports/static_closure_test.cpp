// SPDX-License-Identifier: MIT
// What files reach through their import statements, checked against a walk that takes no short cuts.
#include "imports/static_closure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <utility>

#include "base/text.h"
#include "imports/cycles.h"
#include "support/fake_disk.h"

namespace lintcache {
namespace {

using test::FakeDisk;

class Tree {
 public:
  void write(const std::string& name, const std::string& text) { disk.write("/s/" + name, text); }

  StaticImports imports() {
    return {*cache,
            [this](const std::string& path) -> std::optional<std::string> {
              const auto file = disk.read(path);
              if (!file || !*file) return std::nullopt;
              return (*file)->bytes;
            },
            {{"/s", "/l"}, {".so"}, {"sys"}}};
  }

  static ModuleFile file(const std::string& name) {
    std::string dotted = name.substr(0, name.rfind('.'));
    std::replace(dotted.begin(), dotted.end(), '/', '.');
    const bool is_package = dotted.ends_with("__init__");
    if (is_package) dotted.resize(dotted.rfind('.'));
    return {"/s/" + name, dotted, is_package};
  }

  FakeDisk disk;
  std::optional<StatCache> cache = std::make_optional<StatCache>(disk);
};

// All inputs that a group leads to, each once.
std::vector<TracedInput> flat(const StaticGraph& found, uint32_t file) {
  std::vector<bool> groups(found.graph.groups.size()), inputs(found.graph.inputs.size());
  std::vector<TracedInput> all;
  for (std::vector<uint32_t> waiting = {found.group_of[file]}; !waiting.empty();) {
    const uint32_t number = waiting.back();
    waiting.pop_back();
    if (groups[number]) continue;
    groups[number] = true;
    const InputGraph::Group& group = found.graph.groups[number];
    for (const uint32_t input : group.inputs) {
      if (!inputs[input]) all.push_back(found.graph.inputs[input]);
      inputs[input] = true;
    }
    for (const uint32_t below : group.below) {
      EXPECT_LT(below, number);
      waiting.push_back(below);
    }
  }
  return all;
}

std::vector<Input> closure(StaticImports& imports, const ModuleFile& file) {
  std::vector<Input> inputs;
  for (const TracedInput& one : flat(imports.graph(std::span(&file, 1)), 0)) inputs.push_back(one.input);
  return inputs;
}

using Inputs = std::set<std::string>;

Inputs shown(const std::vector<Input>& inputs) {
  Inputs all;
  for (const Input& input : inputs)
    EXPECT_TRUE(all.insert(input.detail.empty() ? input.path : input.detail + "@" + input.path).second);
  return all;
}

// File by file, with nothing remembered but which were seen.
Inputs walked(StaticImports& imports, const ModuleFile& file) {
  Inputs all;
  std::set<std::string> seen = {file.path};
  for (std::vector<ModuleFile> waiting = {file}; !waiting.empty();) {
    const Resolution resolution = imports.direct(waiting.back());
    waiting.pop_back();
    all.merge(shown(resolution.inputs));
    for (const ModuleFile& next : resolution.files)
      if (seen.insert(next.path).second) waiting.push_back(next);
  }
  return all;
}

std::string contents(const std::vector<Input>& inputs) {
  std::vector<std::string> paths;
  for (const Input& input : inputs)
    if (input.kind == InputKind::content) paths.push_back(input.path.substr(3));
  std::sort(paths.begin(), paths.end());
  return join(paths, " ");
}

TEST(StaticClosure, follows_every_kind_of_import) {
  Tree tree;
  tree.write("m.py",
             "def f():\n import c\n"
             "if TYPE_CHECKING: import t\n"
             "try: import fast\nexcept ImportError: import slow\n"
             "lazy import z\n");
  tree.write("c.py", "from p import s");
  tree.write("t.py", "");
  tree.write("t.pyi", "import u");
  tree.write("u.py", "");
  tree.write("slow.py", "import sys");
  tree.write("z.py", "");
  tree.write("p/__init__.py", "");
  tree.write("p/s.py", "from . import r");
  tree.write("p/r.so", "");
  tree.write("unused.py", "");
  StaticImports imports = tree.imports();
  const auto inputs = closure(imports, Tree::file("m.py"));
  EXPECT_EQ(contents(inputs), "c.py m.py p/__init__.py p/r.so p/s.py slow.py t.py t.pyi u.py z.py");
  EXPECT_TRUE(shown(inputs).contains("fast@/l"));
  EXPECT_EQ(contents(closure(imports, Tree::file("p/s.py"))), "p/__init__.py p/r.so p/s.py");
}

// The changes that a runtime footprint does not see (a module whose own import loads nothing else).
TEST(StaticClosure, changes_that_running_does_not_show) {
  struct Change {
    const char* what;
    const char* file;
  };
  for (const Change& change : {Change{"a module imported in a function", "c.py"},
                               Change{"a module imported for annotations", "b.py"},
                               Change{"a stub beside an unchanged module", "b.pyi"},
                               Change{"an optional module that was absent", "optional.py"},
                               Change{"a sibling that hides a module of the library", "library.py"}}) {
    SCOPED_TRACE(change.what);
    Tree tree;
    tree.write("m.py",
               "def f():\n import c\nif TYPE_CHECKING:\n import b\nimport library\n"
               "try:\n import optional\nexcept ImportError:\n pass\n");
    tree.write("b.py", "");
    tree.write("c.py", "");
    tree.disk.write("/l/library.py", "");
    StaticImports imports = tree.imports();
    const auto inputs = closure(imports, Tree::file("m.py"));
    tree.write("unrelated.py", "x = 1\n");
    const auto is_seen = [&] {
      StatCache anew(tree.disk);
      return std::any_of(inputs.begin(), inputs.end(), [&](const Input& input) {
        return anew.state(input) != tree.cache->state(input);
      });
    };
    EXPECT_FALSE(is_seen());
    tree.write(change.file, "changed = 1\n");
    EXPECT_TRUE(is_seen());
  }
}

TEST(StaticClosure, every_file_is_read_once) {
  Tree tree;
  tree.write("a.py", "import b, c");
  tree.write("b.py", "import c, a");
  tree.write("c.py", "import d");
  tree.write("d.py", "");
  StaticImports imports = tree.imports();
  for (const char* name : {"d.py", "a.py", "b.py", "c.py", "a.py"}) closure(imports, Tree::file(name));
  EXPECT_EQ(imports.files_scanned(), 4u);
  for (const char* name : {"a.py", "b.py", "c.py", "d.py"})
    EXPECT_EQ(tree.disk.reads("/s/" + std::string(name)), 1u) << name;
  EXPECT_EQ(contents(closure(imports, Tree::file("a.py"))), "a.py b.py c.py d.py");
  EXPECT_EQ(contents(closure(imports, Tree::file("b.py"))), "a.py b.py c.py d.py");
  EXPECT_EQ(contents(closure(imports, Tree::file("c.py"))), "c.py d.py");
}

TEST(StaticClosure, a_file_that_cannot_be_read_is_an_input) {
  Tree tree;
  tree.write("a.py", "import b");
  tree.write("b.py", "");
  tree.disk.make_unreadable("/s/b.py");
  StaticImports imports = tree.imports();
  EXPECT_EQ(contents(closure(imports, Tree::file("a.py"))), "a.py b.py");
  EXPECT_EQ(contents(closure(imports, Tree::file("gone.py"))), "gone.py");
}

TEST(StaticClosure, origins_tell_text_from_stubs_and_places) {
  Tree tree;
  tree.write("m.py", "import p, gone");
  tree.write("p/__init__.py", "");
  tree.write("p/__init__.pyi", "");
  tree.write("p/py.typed", "");
  StaticImports imports = tree.imports();
  const ModuleFile file = Tree::file("m.py");
  std::map<std::string, std::string> origins;
  for (const TracedInput& one : flat(imports.graph(std::span(&file, 1)), 0))
    origins[one.input.detail.empty() ? one.input.path : one.input.detail + "@" + one.input.path] = name_of(one.origin);
  EXPECT_EQ(origins["/s/m.py"], "static");
  EXPECT_EQ(origins["/s/p/__init__.py"], "static");
  EXPECT_EQ(origins["/s/p/__init__.pyi"], "stub");
  EXPECT_EQ(origins["/s/p/py.typed"], "stub");
  EXPECT_EQ(origins["gone@/s"], "absent");
  EXPECT_EQ(origins["gone@/l"], "absent");
}

// By name, from all groups.
std::map<std::string, DescribedModule> described(const StaticGraph& found) {
  std::map<std::string, DescribedModule> modules;
  for (const InputGraph::Group& group : found.graph.groups)
    for (DescribedModule& module : described_modules(group.description)) modules[module.name] = std::move(module);
  return modules;
}

TEST(StaticClosure, descriptions_name_what_stands_in_the_text) {
  Tree tree;
  tree.write("m.py", "import p.x\nfrom p import y\nimport n, gone\nif TYPE_CHECKING: import t\n");
  tree.write("p/__init__.py", "");
  tree.write("p/x.py", "");
  tree.write("p/y.so", "");
  tree.write("t.py", "");
  tree.write("n/inner.py", "");
  StaticImports imports = tree.imports();
  const ModuleFile file = Tree::file("m.py");
  const auto modules = described(imports.graph(std::span(&file, 1)));
  EXPECT_EQ(modules.at("m"), (DescribedModule{"m", "/s/m.py", {"n", "p.x", "p.y"}, {"p", "t"}}));
  EXPECT_EQ(modules.at("p.x"), (DescribedModule{"p.x", "/s/p/x.py", {}, {}}));
  EXPECT_EQ(modules.at("p.y"), (DescribedModule{"p.y", "/s/p/y.so", {}, {}}));
  EXPECT_EQ(modules.at("n"), (DescribedModule{"n", "", {}, {}}));
  EXPECT_FALSE(modules.contains("gone"));
}

TEST(StaticClosure, agrees_with_a_plain_walk) {
  std::mt19937 random(7);
  const auto upto = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  for (int round = 0; round < 30; ++round) {
    Tree tree;
    std::vector<std::string> names;
    for (unsigned i = 0; i < 40; ++i) {
      const std::string package = "p" + std::to_string(i % 4);
      names.push_back(i < 4 ? package + "/__init__.py" : package + "/m" + std::to_string(i) + ".py");
    }
    for (const std::string& name : names) {
      std::string text;
      for (unsigned i = upto(4); i > 0; --i) {
        const unsigned other = upto(44);
        const std::string leaf = "m" + std::to_string(other);
        if (upto(2) == 0)
          text += "from . import " + leaf + "\n";
        else
          text += "import p" + std::to_string(other % 4) + "." + leaf + "\n";
      }
      tree.write(name, text);
    }
    std::shuffle(names.begin(), names.end(), random);
    StaticImports imports = tree.imports();
    for (const std::string& name : names)
      EXPECT_EQ(shown(closure(imports, Tree::file(name))), walked(imports, Tree::file(name))) << name;
  }
}

TEST(StaticClosure, circles) {
  Tree tree;
  tree.write("a.py", "import b");
  tree.write("b.py", "import c, d");
  tree.write("c.py", "import a");
  tree.write("d.py", "import b");
  tree.write("e.py", "import a\nif TYPE_CHECKING: import f");
  tree.write("f.py", "import e");
  tree.write("p/__init__.py", "from p import x, y");
  tree.write("p/x.py", "from . import y");
  tree.write("p/y.py", "");
  tree.write("q/__init__.py", "from q import x");
  tree.write("q/x.py", "from q import name");
  StaticImports imports = tree.imports();
  const std::vector<ModuleFile> files = {Tree::file("e.py"), Tree::file("p/__init__.py"), Tree::file("q/x.py")};
  std::vector<std::string> circles;
  for (const InputGraph::Group& group : imports.graph(files).graph.groups)
    for (const auto& circle : import_cycles(described_modules(group.description))) circles.push_back(join(circle, " -> "));
  std::sort(circles.begin(), circles.end());
  EXPECT_EQ(join(circles, "; "), "a -> b -> c -> a; b -> d -> b; q -> q.x -> q");
}

TEST(StaticClosure, long_chains_and_large_groups) {
  Tree tree;
  constexpr unsigned k_files = 1000;
  for (unsigned i = 0; i < k_files; ++i) {
    const bool in_group = i >= k_files / 2;
    tree.write("m" + std::to_string(i) + ".py",
               "import m" + std::to_string(i + 1 == k_files && in_group ? k_files / 2 : i + 1));
  }
  StaticImports imports = tree.imports();
  EXPECT_EQ(std::ranges::count(closure(imports, Tree::file("m0.py")), InputKind::content, &Input::kind), 1000);
  EXPECT_EQ(std::ranges::count(closure(imports, Tree::file("m400.py")), InputKind::content, &Input::kind), 600);
  EXPECT_EQ(std::ranges::count(closure(imports, Tree::file("m900.py")), InputKind::content, &Input::kind), 500);
  const ModuleFile first = Tree::file("m0.py");
  const StaticGraph found = imports.graph(std::span(&first, 1));
  const auto is_circle = [](const InputGraph::Group& group) { return described_modules(group.description).size() == 500; };
  const auto circle = std::find_if(found.graph.groups.begin(), found.graph.groups.end(), is_circle);
  ASSERT_NE(circle, found.graph.groups.end());
  const auto cycles = import_cycles(described_modules(circle->description));
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].size(), 501u);
}

}  // namespace
}  // namespace lintcache
