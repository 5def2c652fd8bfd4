// SPDX-License-Identifier: MIT
// The rules of import, one line of a table for each: a tree, a statement, and what it leads to.
#include "imports/resolver.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using test::FakeDisk;

struct Rule {
  const char* what;
  std::vector<std::string> tree;  // "name/" is a directory
  std::string statement;
  std::string files;   // what is followed; "-" before it: not found
  std::string inputs;  // `name@directory` is a lookup, everything else is a content
  ModuleFile importer = {"/s/m.py", "m", false};
};

std::string shown(const Input& input) {
  return input.kind == InputKind::lookup ? input.detail + "@" + input.path : input.path;
}

const ModuleFile k_in_package = {"/s/p/q/m.py", "p.q.m", false};
const ModuleFile k_package = {"/s/p/q/__init__.py", "p.q", true};
const std::vector<std::string> k_tree = {"/s/p/__init__.py", "/s/p/q/__init__.py", "/s/p/q/m.py", "/s/p/q/a.py",
                                        "/s/p/a.py"};
// What decides on the packages of that tree.
const std::string k_p = "p@/s __init__@/s/p /s/p/__init__.py py.typed@/s/p p-stubs@/s p-stubs@/l";
const std::string k_q = k_p + " q@/s/p __init__@/s/p/q /s/p/q/__init__.py";
const std::string k_inits = "/s/p/__init__.py /s/p/q/__init__.py";

const Rule k_rules[] = {
    {"a module in the first directory", {"/s/a.py", "/l/a.py"}, "import a", "/s/a.py",
     "a@/s /s/a.py a-stubs@/s a-stubs@/l"},
    {"a module in the last directory", {"/s/b.py", "/l/a.py"}, "import a", "/l/a.py",
     "a@/s a@/l /l/a.py a-stubs@/s a-stubs@/l"},
    {"no module", {"/s/ab.py"}, "import a", "-", "a@/s a@/l a-stubs@/s a-stubs@/l"},
    {"a name of the interpreter", {"/s/sys.py"}, "import sys", "", ""},
    {"below a name of the interpreter", {}, "import sys.x", "", ""},
    {"a name of the interpreter, relative", {"/s/p/__init__.py", "/s/p/sys.py"}, "from . import sys",
     "/s/p/__init__.py /s/p/sys.py", k_p + " sys@/s/p /s/p/sys.py", {"/s/p/m.py", "p.m", false}},
    {"a package", {"/s/a/__init__.py", "/s/a.py"}, "import a", "/s/a/__init__.py",
     "a@/s __init__@/s/a /s/a/__init__.py py.typed@/s/a a-stubs@/s a-stubs@/l"},
    {"a submodule brings its parents", k_tree, "import p.q.a", k_inits + " /s/p/q/a.py",
     k_q + " a@/s/p/q /s/p/q/a.py"},
    {"no submodule", k_tree, "import p.q.x.y", "- " + k_inits, k_q + " x@/s/p/q"},
    {"a submodule of a module", {"/s/a.py"}, "import a.b", "- /s/a.py", "a@/s /s/a.py a-stubs@/s a-stubs@/l"},
    {"a directory called like a module", {"/s/a.py/", "/l/a.py"}, "import a", "/l/a.py",
     "a@/s a@/l /l/a.py a-stubs@/s a-stubs@/l"},
    {"an extension module", {"/s/a.cpython-311.so", "/s/a.so"}, "import a", "",
     "a@/s /s/a.cpython-311.so a-stubs@/s a-stubs@/l"},
    {"an extension beside its text and stub", {"/s/a.so", "/s/a.py", "/s/a.pyi"}, "import a", "/s/a.py /s/a.pyi",
     "a@/s /s/a.so /s/a.py /s/a.pyi a-stubs@/s a-stubs@/l"},
    {"a package that is an extension", {"/s/a/__init__.so"}, "import a", "",
     "a@/s __init__@/s/a /s/a/__init__.so py.typed@/s/a a-stubs@/s a-stubs@/l"},
    {"byte code alone", {"/s/a.pyc"}, "import a", "", "a@/s /s/a.pyc a-stubs@/s a-stubs@/l"},
    {"byte code beside text", {"/s/a.pyc", "/s/a.py"}, "import a", "/s/a.py", "a@/s /s/a.py a-stubs@/s a-stubs@/l"},
    {"another Python's extension", {"/s/a.cpython-27.so"}, "import a", "-", "a@/s a@/l a-stubs@/s a-stubs@/l"},
    {"a stub beside a package", {"/s/a/__init__.py", "/s/a/__init__.pyi"}, "import a",
     "/s/a/__init__.py /s/a/__init__.pyi",
     "a@/s __init__@/s/a /s/a/__init__.py /s/a/__init__.pyi py.typed@/s/a a-stubs@/s a-stubs@/l"},
    {"a stub alone does not end the search", {"/s/a.pyi", "/l/a.py"}, "import a", "/s/a.pyi /l/a.py",
     "a@/s /s/a.pyi a@/l /l/a.py a-stubs@/s a-stubs@/l"},
    {"a typed package", {"/s/a/__init__.py", "/s/a/py.typed"}, "import a", "/s/a/__init__.py",
     "a@/s __init__@/s/a /s/a/__init__.py py.typed@/s/a /s/a/py.typed a-stubs@/s a-stubs@/l"},
    {"a stub package", {"/s/a/__init__.py", "/s/a/b.py", "/l/a-stubs/__init__.pyi", "/l/a-stubs/b.pyi"},
     "import a.b", "/s/a/__init__.py /l/a-stubs/__init__.pyi /s/a/b.py /l/a-stubs/b.pyi",
     "a@/s __init__@/s/a /s/a/__init__.py py.typed@/s/a a-stubs@/s a-stubs@/l __init__@/l/a-stubs "
     "/l/a-stubs/__init__.pyi py.typed@/l/a-stubs b@/s/a /s/a/b.py b@/l/a-stubs /l/a-stubs/b.pyi"},
    {"a stub package alone", {"/s/a-stubs/b/__init__.pyi"}, "import a.b", "/s/a-stubs/b/__init__.pyi",
     "a@/s a@/l a-stubs@/s __init__@/s/a-stubs py.typed@/s/a-stubs b@/s/a-stubs __init__@/s/a-stubs/b "
     "/s/a-stubs/b/__init__.pyi"},
    {"a namespace package has all its parts", {"/s/a/", "/l/a/b.py"}, "import a.b", "/l/a/b.py",
     "a@/s __init__@/s/a a@/l __init__@/l/a py.typed@/s/a py.typed@/l/a a-stubs@/s a-stubs@/l b@/s/a b@/l/a /l/a/b.py"},
    {"a package later on the path beats a namespace", {"/s/a/x", "/l/a/__init__.py"}, "import a", "/l/a/__init__.py",
     "a@/s __init__@/s/a a@/l __init__@/l/a /l/a/__init__.py py.typed@/l/a a-stubs@/s a-stubs@/l"},
    {"a module beats the namespace beside it", {"/s/a/x", "/s/a.py"}, "import a.x", "- /s/a.py",
     "a@/s __init__@/s/a /s/a.py a-stubs@/s a-stubs@/l"},
    {"from a module", {"/s/a.py"}, "from a import b", "/s/a.py", "a@/s /s/a.py a-stubs@/s a-stubs@/l"},
    {"from a package, a submodule and a name", k_tree, "from p import a, x", "/s/p/__init__.py /s/p/a.py",
     k_p + " a@/s/p /s/p/a.py x@/s/p"},
    {"from a package, everything", k_tree, "from p import *", "/s/p/__init__.py", k_p},
    {"relative, a module", k_tree, "from .a import x", k_inits + " /s/p/q/a.py", k_q + " a@/s/p/q /s/p/q/a.py",
     k_in_package},
    {"relative, from the package", k_tree, "from . import a", k_inits + " /s/p/q/a.py",
     k_q + " a@/s/p/q /s/p/q/a.py", k_in_package},
    {"relative, out of a package's own text", k_tree, "from . import a", k_inits + " /s/p/q/a.py",
     k_q + " a@/s/p/q /s/p/q/a.py", k_package},
    {"relative, two levels", k_tree, "from .. import a", "/s/p/__init__.py /s/p/a.py", k_p + " a@/s/p /s/p/a.py",
     k_in_package},
    {"relative, two levels out of a package's own text", k_tree, "from ..a import x", "/s/p/__init__.py /s/p/a.py",
     k_p + " a@/s/p /s/p/a.py", k_package},
    {"relative, above the top", k_tree, "from .... import a", "-", "", k_in_package},
    {"relative, in no package", {"/s/a.py"}, "from . import a", "-", ""},
    {"names that no file can have", {}, "import a..b", "-", "a@/s a@/l a-stubs@/s a-stubs@/l"},
};

class Tree {
 public:
  explicit Tree(const std::vector<std::string>& names) {
    disk_.make_directory("/s");
    disk_.make_directory("/l");
    for (const std::string& name : names) {
      if (name.ends_with("/"))
        disk_.make_directory(name.substr(0, name.size() - 1));
      else
        disk_.write(name, "");
    }
  }

  Resolution resolve(const std::string& statement, const ModuleFile& importer) {
    StatCache cache(disk_);
    Resolver resolver(cache, {path_, {".cpython-311.so", ".so"}, {"sys"}});
    archives = resolver.archives();
    return resolver.resolve(importer, scan_imports(statement).at(0));
  }

  std::vector<std::string> path_ = {"/s", "/l"};
  std::vector<std::string> archives;
  FakeDisk disk_;
};

TEST(Resolver, rules) {
  for (const Rule& rule : k_rules) {
    SCOPED_TRACE(rule.what);
    const Resolution resolution = Tree(rule.tree).resolve(rule.statement, rule.importer);
    std::vector<std::string> files, inputs;
    if (!resolution.found) files.emplace_back("-");
    for (const ModuleFile& file : resolution.files) files.push_back(file.path);
    for (const Input& input : resolution.inputs) inputs.push_back(shown(input));
    EXPECT_EQ(join(files, " "), rule.files);
    EXPECT_EQ(join(inputs, " "), rule.inputs);
  }
}

TEST(Resolver, files_know_their_names) {
  Tree tree({"/s/p/__init__.py", "/l/p-stubs/q/__init__.pyi", "/s/p/q.py"});
  const auto files = tree.resolve("from p import q", {"/s/m.py", "m", false}).files;
  const std::vector<ModuleFile> expected = {
      {"/s/p/__init__.py", "p", true}, {"/s/p/q.py", "p.q", false}, {"/l/p-stubs/q/__init__.pyi", "p.q", true}};
  EXPECT_EQ(files, expected);
}

TEST(Resolver, archives_are_reported_and_decide) {
  Tree tree({"/z.zip", "/l/a.py"});
  tree.path_ = {"/z.zip", "/nowhere", "/l"};
  const Resolution resolution = tree.resolve("import a", {"/s/m.py", "m", false});
  EXPECT_EQ(tree.archives, std::vector<std::string>{"/z.zip"});
  std::vector<std::string> inputs;
  for (const Input& input : resolution.inputs) inputs.push_back(shown(input));
  EXPECT_EQ(join(inputs, " "), "/z.zip a@/nowhere a@/l /l/a.py a-stubs@/nowhere a-stubs@/l");
}

// Counts what a disk is asked for that is no directory.
class StrictDisk final : public Disk {
 public:
  explicit StrictDisk(Disk& disk) : disk_(disk) {}
  Result<std::optional<FileStatus>> status(const std::string& path) override {
    auto status = disk_.status(path);
    asked_for_files += status && *status && (*status)->type == FileType::directory ? 0 : 1;
    return status;
  }
  Result<std::optional<FileBytes>> read(const std::string& path) override {
    ++asked_for_files;
    return disk_.read(path);
  }
  Result<std::optional<std::vector<DirectoryEntry>>> list(const std::string& directory) override {
    ++listings;
    return disk_.list(directory);
  }
  int64_t now() override { return disk_.now(); }

  size_t asked_for_files = 0;
  size_t listings = 0;

 private:
  Disk& disk_;
};

TEST(Resolver, reads_listings_once_and_never_asks_for_files) {
  Tree tree({"/s/p/__init__.py", "/s/p/a.py", "/s/p/b.so", "/l/x.py"});
  StrictDisk disk(tree.disk_);
  StatCache cache(disk);
  Resolver resolver(cache, {{"/s", "/l"}, {".so"}, {}});
  for (const ImportStatement& statement :
       scan_imports("import p, x, p.a, p.c, nothing\nfrom p import a, b, c, *\nfrom x import y"))
    resolver.resolve({"/s/m.py", "m", false}, statement);
  EXPECT_EQ(disk.asked_for_files, 0u);
  EXPECT_EQ(disk.listings, 3u);
}

TEST(Resolver, follows_links) {
  const test::ScratchTree tree;
  tree.write("far/pkg/__init__.py", "");
  tree.write("far/mod.py", "");
  tree.link("pkg", tree.path("far/pkg"));
  tree.link("mod.py", tree.path("far/mod.py"));
  StatCache cache(real_disk());
  Resolver resolver(cache, {{tree.top()}, {}, {}});
  std::vector<std::string> files;
  for (const ImportStatement& statement : scan_imports("import pkg, mod"))
    for (const ModuleFile& file : resolver.resolve({}, statement).files) files.push_back(file.path);
  EXPECT_EQ(files, (std::vector{tree.path("pkg/__init__.py"), tree.path("mod.py")}));
}

TEST(Resolver, hostile_names_are_cheap) {
  Tree tree({"/s/p/__init__.py"});
  std::string text = "import p";
  for (int i = 0; i < 50'000; ++i) text += ".p";
  text += "\nfrom p import x0";
  for (int i = 1; i < 20'000; ++i) text += ", x" + std::to_string(i);
  text += "\nfrom " + std::string(50'000, '.') + " import a\n";
  StatCache cache(tree.disk_);
  Resolver resolver(cache, {{"/s"}, {}, {}});
  size_t inputs = 0;
  for (const ImportStatement& statement : scan_imports(text))
    inputs += resolver.resolve({"/s/p/m.py", "p.m", false}, statement).inputs.size();
  EXPECT_LT(inputs, 20'100u);
}

}  // namespace
}  // namespace lintcache
