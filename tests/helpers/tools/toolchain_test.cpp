// SPDX-License-Identifier: MIT
// What an interpreter says about itself, and what that depends on.
#include "tools/toolchain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fake_disk.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

Request request_for(const test::ScratchTree& tree, const std::string& python) {
  Request request;
  request.source_dir = tree.top();
  request.python = python;
  return request;
}

bool has(const std::vector<Input>& inputs, const Input& wanted) {
  return std::find(inputs.begin(), inputs.end(), wanted) != inputs.end();
}

TEST(AskInterpreter, a_real_one_tells_its_linters) {
  const test::ScratchTree tree;
  // The tree's own modules do not stand in for those of the standard library.
  for (const char* name : {"json.py", "os.py", "site.py", "importlib.py"}) tree.write(name, "raise SystemExit(7)\n");
  const Request request = request_for(tree, LINTCACHE_TEST_PYTHON);
  const Stop stop;
  const auto answer = ask_interpreter(request, stop);
  ASSERT_TRUE(answer.ok()) << answer.error().text();
  const auto toolchain = toolchain_from(*answer);
  ASSERT_TRUE(toolchain.ok());
  EXPECT_TRUE(toolchain->executable.starts_with('/'));
  EXPECT_TRUE(toolchain->version.starts_with("3."));
  EXPECT_NE(toolchain->identity.find("flake8=="), std::string::npos);
  EXPECT_EQ(toolchain->launchers.count("flake8"), 1u);
  EXPECT_EQ(toolchain->launchers.at("flake8").front(), toolchain->executable);

  StatCache disk(real_disk());
  const auto inputs = inputs_of_answer(request, *answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, toolchain->executable, ""}));
  EXPECT_TRUE(std::any_of(inputs.begin(), inputs.end(), [](const Input& input) {
    return input.kind == InputKind::listing && input.path.ends_with("-packages");
  }));
  for (const Input& input : inputs) EXPECT_FALSE(input.path.starts_with(tree.top())) << input.path;
}

TEST(AskInterpreter, what_is_none_is_the_askers_mistake) {
  const test::ScratchTree tree;
  const std::string old = tree.write_program("old", "#!/bin/sh\necho 'Python 3.8 or newer is needed' >&2; exit 1\n");
  const std::string talks = tree.write_program("talks", "#!/bin/sh\necho '[1, 2]'\n");
  const Stop stop;
  for (const std::string& python : {std::string("/bin/true"), std::string("/no/such"), tree.top(), old, talks}) {
    const auto answer = ask_interpreter(request_for(tree, python), stop);
    ASSERT_FALSE(answer.ok()) << python;
    EXPECT_EQ(answer.error().blame, Blame::asker);
    EXPECT_EQ(answer.error().where, python);
  }
  EXPECT_EQ(ask_interpreter(request_for(tree, old), stop).error().hint, "Python 3.8 or newer is needed");
}

TEST(AskInterpreter, can_be_stopped) {
  const test::ScratchTree tree;
  Stop stop;
  stop.raise();
  const auto answer =
      ask_interpreter(request_for(tree, tree.write_program("hangs", "#!/bin/sh\nsleep 30\n")), stop);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().what, "stopped");
}

TEST(ToolchainFrom, refuses_what_is_no_answer) {
  for (const char* text : {"", "{", "[]", "{}", "null"}) EXPECT_FALSE(toolchain_from(text).ok()) << text;
  EXPECT_TRUE(toolchain_from(R"({"identity": ["x"]})").ok());
}

TEST(ToolchainFrom, identity_changes_with_packages_and_path) {
  const auto identity = [](const std::string& text) { return toolchain_from(text)->identity; };
  const std::string plain = identity(R"({"identity": ["3.11"], "path": ["/a"]})");
  EXPECT_NE(plain, identity(R"({"identity": ["3.11", "x==1"], "path": ["/a"]})"));
  EXPECT_NE(plain, identity(R"({"identity": ["3.11"], "path": ["/b"]})"));
}

TEST(InputsOfAnswer, name_all_that_could_make_another_answer) {
  test::FakeDisk fake;
  fake.write("/venv/bin/python", "ELF");
  fake.make_directory("/venv/lib/site-packages");
  StatCache disk(fake);
  Request request;
  request.source_dir = "/tree";
  request.python = "/venv/bin/python";
  const std::string answer = R"({"identity": [], "executable": "/venv/bin/python", "libpython": "",
      "path": ["/venv/lib/site-packages", "/venv/lib/python311.zip", "/tree", "/tree/sub"],
      "pth": ["/venv/lib/site-packages/x.pth"]})";
  const auto inputs = inputs_of_answer(request, answer, disk);
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/bin/python", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/pyvenv.cfg", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::listing, "/venv/lib/site-packages", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/lib/python311.zip", ""}));
  EXPECT_TRUE(has(inputs, {InputKind::content, "/venv/lib/site-packages/x.pth", ""}));
  for (const Input& input : inputs) {
    EXPECT_FALSE(input.path.empty());
    EXPECT_FALSE(input.path.starts_with("/tree")) << "the tree's files are no part of the toolchain";
  }
}

TEST(InputsOfAnswer, a_script_in_the_interpreters_place_may_choose_anew_each_time) {
  const test::ScratchTree tree;
  StatCache disk(real_disk());
  const Request request = request_for(tree, tree.write_program("python", "#!/bin/sh\n"));
  EXPECT_TRUE(inputs_of_answer(request, R"({"identity": [], "path": ["/usr"]})", disk).empty());
}

}  // namespace
}  // namespace lintcache
