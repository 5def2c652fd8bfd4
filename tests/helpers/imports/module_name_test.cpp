// SPDX-License-Identifier: MIT
// The table of names under which files are imported.
#include "imports/module_name.h"

#include <gtest/gtest.h>

#include "support/fake_disk.h"

namespace lintcache {
namespace {

struct Case {
  std::string file, name, root;
  ImportMode mode = ImportMode::module;
};

TEST(NameModule, table) {
  test::FakeDisk fake;
  for (const char* file : {"/t/pkg/__init__.py", "/t/pkg/sub/__init__.py", "/t/d.ot/__init__.py", "/t/in/pkg2/__init__.py"})
    fake.write(file, "");
  const Case cases[] = {
      {"/t/top.py", "top", "/t"},
      {"/t/pkg/mod.py", "pkg.mod", "/t"},
      {"/t/pkg/__init__.py", "pkg", "/t"},
      {"/t/pkg/sub/mod.py", "pkg.sub.mod", "/t"},
      {"/t/pkg/sub/__init__.py", "pkg.sub", "/t"},
      {"/t/in/pkg2/mod.py", "pkg2.mod", "/t/in"},
      {"/t/in/alone.py", "alone", "/t/in"},
      {"/t/pkg/none/mod.py", "mod", "/t/pkg/none"},
      {"/t/run-it.py", "run-it", "/t"},
      {"/t/caf\xe9.py", "caf\xe9", "/t"},
      {"/t/a.b.py", "a.b", "/t", ImportMode::file},
      {"/t/d.ot/mod.py", "d.ot.mod", "/t", ImportMode::file},
      {"/t/script", "script", "/t", ImportMode::file},
      {"/t/.py", ".py", "/t", ImportMode::file},
      {"/t/setup.py", "setup", "/t", ImportMode::statements},
      {"/t/pkg/setup.py", "pkg.setup", "/t"},
      {"/t/pkg/__main__.py", "pkg.__main__", "/t", ImportMode::statements},
      {"/t/__main__.py", "__main__", "/t", ImportMode::statements},
  };
  for (const Case& expected : cases) {
    StatCache disk(fake);
    const ModuleName module = name_module(expected.file, disk);
    EXPECT_EQ(module.request.path, expected.file);
    EXPECT_EQ(module.request.name, expected.name) << expected.file;
    EXPECT_EQ(module.request.root, expected.root) << expected.file;
    EXPECT_EQ(module.request.mode, expected.mode) << expected.file;
  }
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
  StatCache disk(fake);
  EXPECT_EQ(name_module("/pkg/mod.py", disk).request.root, "/");
  EXPECT_EQ(name_module("/pkg/mod.py", disk).request.name, "pkg.mod");
}

}  // namespace
}  // namespace lintcache
