// SPDX-License-Identifier: MIT
// The table of names under which files are imported.
#include "imports/module_name.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

constexpr auto k_module = ImportMode::module;
constexpr auto k_file = ImportMode::file;
constexpr auto k_statements = ImportMode::statements;

struct Case {
  const char *file, *name, *root;
  ImportMode mode = k_module;
};

void expect(const std::vector<Case>& cases, test::FakeDisk& fake, const std::vector<std::string>& import_path = {}) {
  for (const Case& expected : cases) {
    StatCache disk(fake);
    const ImportRequest request = name_module(expected.file, disk, import_path).request;
    EXPECT_EQ(request.path, expected.file);
    EXPECT_EQ(request.name, expected.name) << expected.file;
    EXPECT_EQ(request.root, expected.root) << expected.file;
    EXPECT_EQ(request.mode, expected.mode) << expected.file;
  }
}

const std::vector<Case> k_places = {
    {"/t/pkg/mod.py", "pkg.mod", "/t"},
    {"/t/pkg/sub/mod.py", "pkg.sub.mod", "/t"},
    {"/t/pkg/__init__.py", "pkg", "/t"},
    {"/t/pkg/sub/__init__.py", "pkg.sub", "/t"},
    {"/t/src/pkg2/mod.py", "pkg2.mod", "/t/src"},
    {"/t/top.py", "top", "/t"},
    {"/t/tools/run.py", "run", "/t/tools"},
    {"/t/tools/util.py", "util", "/t/tools"},
    {"/t/extras/util.py", "util", "/t/extras"},
    {"/t/pkg/scripts/run.py", "run", "/t/pkg/scripts"},
    {"/t/conftest.py", "conftest", "/t"},
    {"/t/tools/conftest.py", "conftest", "/t/tools"},
    {"/t/pkg/conftest.py", "pkg.conftest", "/t"},
    {"/t/setup.py", "setup", "/t", k_statements},
    {"/t/tools/setup.py", "setup", "/t/tools", k_statements},
    {"/t/pkg/setup.py", "pkg.setup", "/t"},
    {"/t/__main__.py", "__main__", "/t", k_statements},
    {"/t/pkg/__main__.py", "pkg.__main__", "/t", k_statements},
    {"/t/__main__", "__main__", "/t", k_statements},
    {"/t/__main__/__init__.py", "__main__", "/t/__main__", k_statements},
};

const std::vector<Case> k_odd_names = {
    {"/t/run-it.py", "run-it", "/t"},
    {"/t/2to3.py", "2to3", "/t"},
    {"/t/class.py", "class", "/t"},
    {"/t/two words.py", "two words", "/t"},
    {"/t/\xc3\xa9t\xc3\xa9.py", "\xc3\xa9t\xc3\xa9", "/t"},
    {"/t/caf\xe9.py", "caf\xe9", "/t"},
    {"/t/my-pkg/mod.py", "my-pkg.mod", "/t"},
    {"/t/my-pkg/__init__.py", "my-pkg", "/t"},
    {"/t/a.b.py", "a_b", "/t", k_file},
    {"/t/pkg/a.b.py", "pkg.a_b", "/t", k_file},
    {"/t/.hidden.py", "_hidden", "/t", k_file},
    {"/t/.py", "_py", "/t", k_file},
    {"/t/script", "script", "/t", k_file},
    {"/t/pkg/script", "pkg.script", "/t", k_file},
    {"/t/gui.pyw", "gui_pyw", "/t", k_file},
    {"/t/mod.pyi", "mod", "/t", k_statements},
    {"/t/pkg/mod.pyi", "pkg.mod", "/t", k_statements},
    {"/t/pkg/__init__.pyi", "pkg.__init__", "/t", k_statements},
    {"/t/v1.2/mod.py", "mod", "/t/v1.2"},
    {"/t/v1.2/in/mod.py", "in.mod", "/t/v1.2"},
    {"/t/v1.2/__init__.py", "v1_2", "/t/v1.2", k_file},
};

TEST(NameModule, table) {
  test::FakeDisk fake;
  for (const char* package : {"/t/pkg", "/t/pkg/sub", "/t/src/pkg2", "/t/my-pkg", "/t/v1.2", "/t/v1.2/in", "/t/__main__"})
    fake.write(std::string(package) + "/__init__.py", "");
  expect(k_places, fake);
  expect(k_odd_names, fake);
}

class Namespace : public testing::Test {
 protected:
  Namespace() {
    fake.write("/t/src/ns/deep/pkg/__init__.py", "");
    fake.write("/t/src/ns/pkg/__init__.py", "");
    fake.write("/t/src/ns/pkg/mod.py", "");
    fake.write("/t/src/ns/script.py", "import pkg\nimport ns.pkg\n");
  }
  test::FakeDisk fake;
  const std::vector<std::string> path = {"/lib", "/t/src", "relative"};
};

TEST_F(Namespace, below_the_import_path_packages_in_a_plain_directory_are_members_of_it) {
  expect({{"/t/src/ns/pkg/mod.py", "ns.pkg.mod", "/t/src"},
          {"/t/src/ns/pkg/__init__.py", "ns.pkg", "/t/src"},
          {"/t/src/ns/deep/pkg/mod.py", "ns.deep.pkg.mod", "/t/src"},
          {"/t/src/ns/script.py", "script", "/t/src/ns"},
          {"/t/other/ns/pkg/mod.py", "mod", "/t/other/ns/pkg"}},
         fake, path);
  expect({{"/t/src/ns/pkg/mod.py", "pkg.mod", "/t/src/ns"}}, fake);
}

TEST_F(Namespace, the_nearest_entry_of_the_path_counts) {
  expect({{"/t/src/ns/pkg/mod.py", "ns.pkg.mod", "/t/src"}}, fake, {"/t", "/t/src"});
  expect({{"/t/src/ns/pkg/mod.py", "src.ns.pkg.mod", "/t"}}, fake, {"/t"});
  expect({{"/t/src/ns/pkg/mod.py", "pkg.mod", "/t/src/ns"}}, fake, {"/t", "/t/src/ns"});
}

TEST_F(Namespace, a_script_is_a_member_only_if_it_imports_relatively) {
  fake.write("/t/src/ns/member.py", "def late():\n    from . import script\n");
  fake.write("/t/src/ns/__main__.py", "from .script import x\n");
  expect({{"/t/src/ns/member.py", "ns.member", "/t/src"},
          {"/t/src/ns/__main__.py", "ns.__main__", "/t/src", k_statements}},
         fake, path);
}

TEST_F(Namespace, a_package_that_imports_itself_or_a_neighbour_by_the_name_alone_is_no_member) {
  fake.write("/t/src/ns/pkg/own.py", "import os\nfrom pkg.mod import x\n");
  fake.write("/t/src/ns/pkg/near.py", "import script\n");
  fake.write("/t/src/ns/pkg/other.py", "import pkgs\nfrom .script import x\n");
  expect({{"/t/src/ns/pkg/own.py", "pkg.own", "/t/src/ns"},
          {"/t/src/ns/pkg/near.py", "pkg.near", "/t/src/ns"},
          {"/t/src/ns/pkg/other.py", "ns.pkg.other", "/t/src"}},
         fake, path);
  fake.write("/t/src/ns/pkg/__init__.py", "import pkg.mod\n");
  expect({{"/t/src/ns/pkg/mod.py", "pkg.mod", "/t/src/ns"}}, fake, path);
}

TEST_F(Namespace, but_it_is_one_where_it_names_the_namespace_or_reaches_above_itself) {
  for (const char* text : {"import pkg\nimport ns.other\n", "import pkg\nfrom ..other import x\n"}) {
    fake.write("/t/src/ns/pkg/mod.py", text);
    expect({{"/t/src/ns/pkg/mod.py", "ns.pkg.mod", "/t/src"}}, fake, path);
    fake.write("/t/src/ns/pkg/mod.py", "");
  }
  fake.write("/t/src/ns/pkg/mod.py", "import pkg\nfrom . import other\nimport nsx\n");
  expect({{"/t/src/ns/pkg/mod.py", "pkg.mod", "/t/src/ns"}}, fake, path);
  fake.write("/t/src/ns/pkg/__init__.py", "from .. import other\n");
  expect({{"/t/src/ns/pkg/mod.py", "ns.pkg.mod", "/t/src"}}, fake, path);
}

TEST_F(Namespace, a_package_or_module_of_that_name_elsewhere_goes_first) {
  for (const char* file : {"/lib/ns/__init__.py", "/lib/ns.py", "/t/src/ns.py"}) {
    fake.write(file, "");
    expect({{"/t/src/ns/pkg/mod.py", "pkg.mod", "/t/src/ns"}}, fake, path);
    fake.remove(file);
  }
  fake.write("/lib/ns/part.py", "");
  expect({{"/t/src/ns/pkg/mod.py", "ns.pkg.mod", "/t/src"}}, fake, path);
}

TEST_F(Namespace, a_neighbour_that_is_found_on_the_path_as_well_tells_nothing) {
  fake.write("/lib/logging/__init__.py", "");
  fake.write("/t/src/ns/logging/__init__.py", "");
  fake.write("/t/src/ns/logging/mod.py", "import logging\n");
  expect({{"/t/src/ns/logging/mod.py", "ns.logging.mod", "/t/src"}}, fake, path);
}

TEST_F(Namespace, it_may_lie_in_a_package_and_has_a_name_that_a_statement_can_say) {
  fake.write("/t/src/top/__init__.py", "");
  fake.write("/t/src/top/plain/pkg/__init__.py", "");
  fake.write("/t/src/my-ns/pkg/__init__.py", "");
  expect({{"/t/src/top/plain/pkg/mod.py", "top.plain.pkg.mod", "/t/src"},
          {"/t/src/my-ns/pkg/mod.py", "pkg.mod", "/t/src/my-ns"}},
         fake, path);
}

TEST_F(Namespace, what_decided_is_an_input) {
  StatCache disk(fake);
  const auto inputs = name_module("/t/src/ns/pkg/mod.py", disk, path).inputs;
  for (const char* file : {"/t/src/ns/pkg/mod.py", "/t/src/ns/pkg/__init__.py", "/t/src/ns/__init__.py", "/lib/ns.py",
                           "/lib/ns/__init__.py", "/t/src/ns.py"})
    EXPECT_EQ(std::count(inputs.begin(), inputs.end(), Input{InputKind::content, file, ""}), 1) << file;
}

TEST_F(Namespace, linters_begin_their_search_in_the_first_directory_that_is_no_package) {
  fake.write("/t/v1.2/in/__init__.py", "");
  fake.write("/t/v1.2/__init__.py", "");
  const auto search_first = [&](const char* file) {
    StatCache disk(fake);
    return name_module(file, disk, path).search_first;
  };
  EXPECT_EQ(search_first("/t/src/ns/pkg/mod.py"), (std::vector<std::string>{"/t/src/ns", "/t/src"}));
  EXPECT_EQ(search_first("/t/v1.2/in/mod.py"), (std::vector<std::string>{"/t", "/t/v1.2"}));
  EXPECT_EQ(search_first("/t/src/ns/script.py"), std::vector<std::string>{"/t/src/ns"});
}

TEST(NameModule, every_init_that_decided_is_an_input_present_or_not) {
  test::FakeDisk fake;
  fake.write("/t/pkg/__init__.py", "");
  StatCache disk(fake);
  const std::vector<Input> expected = {{InputKind::content, "/t/pkg/__init__.py", ""},
                                       {InputKind::content, "/t/__init__.py", ""}};
  EXPECT_EQ(name_module("/t/pkg/mod.py", disk).inputs, expected);
  EXPECT_EQ(fake.listings("/t"), 0u) << "directories above a tree may not be ours to list";
}

TEST(NameModule, ends_at_the_root) {
  test::FakeDisk fake;
  fake.write("/__init__.py", "");
  fake.write("/pkg/__init__.py", "");
  expect({{"/pkg/mod.py", "pkg.mod", "/"}, {"/__init__.py", "__init__", "/", k_file}}, fake);
}

}  // namespace
}  // namespace lintcache
