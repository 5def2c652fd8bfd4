// SPDX-License-Identifier: MIT
// The static key names all that is known of a tool, the same in every clone, and no two lists of parts are alike.
#include "plan/static_key.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "digest/hasher.h"
#include "support/fake_disk.h"
#include "tools/adapter.h"
#include "tools/platform.h"

namespace lintcache {
namespace {

// A tool as it is before its parts are known; a test changes one thing.
class StaticKey : public testing::Test {
 protected:
  StaticKey() {
    request.source_dir = "/h/s";
    request.binary_dir = "/h/b";
    adapter.name = "flake8";
    adapter.module = "flake8";
    adapter.arguments = [](const Subject& subject) { return std::vector<std::string>{"--one", subject.file}; };
    toolchain.platform = {{PartKind::platform, "python", "3.11"}};
    toolchain.start = {{PartKind::tool, "search path", "{prefix}/lib"}};
    toolchain.tools["flake8"] = {{PartKind::tool, "flake8", "7.0"}};
    tool.environment.variables = {"HOME=/h"};
  }
  KeyParts parts() {
    StatCache cache(disk);
    tool.adapter = std::make_shared<Adapter>(adapter);
    return key_parts(tool, request, toolchain, roots_of(request), cache);
  }
  KeyParts parts_of(PartKind kind) {
    KeyParts some;
    for (const KeyPart& part : parts())
      if (part.kind == kind) some.push_back(part);
    return some;
  }
  // What a person reads: paths with the names of the roots.
  static std::string shown(const std::string& packed) { return shown_packed(packed, k_root_names); }
  void look_at(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) tool.config.push_back({InputKind::content, path, {}});
  }
  ToolDeclaration& declare() {
    adapter.name = "own";
    adapter.module.clear();
    ToolDeclaration declaration;
    declaration.name = "own";
    declaration.command = {"own", "--top={source_dir}", "{file}"};
    declaration.scope = "self";
    declaration.findings_exit = {1, 4};
    declaration.pattern = "(?<line>\\d+)";
    request.lint_tools = {declaration};
    return request.lint_tools.front();
  }
  static KeyPart config(const std::string& place, const std::string& bytes) {
    return {PartKind::config, place, digest_of(bytes).hex()};
  }

  test::FakeDisk disk;
  Request request;
  Toolchain toolchain;
  Adapter adapter;
  PreparedTool tool;
};

bool has(const KeyParts& parts, const KeyPart& wanted) {
  return std::find(parts.begin(), parts.end(), wanted) != parts.end();
}

TEST_F(StaticKey, has_what_is_said_then_identity_command_line_environment_inputs_and_configuration) {
  disk.write("/h/s/setup.cfg", "[flake8]\n");
  adapter.bootstrap = "import sys";
  tool.environment.keyed = {"B=1", "A=2=3"};
  request.extra_inputs = {"/h/words"};
  look_at({"/h/s/setup.cfg"});
  const KeyParts all = parts();
  EXPECT_EQ(all.front().name, "key version");
  KeyParts expected = {all.front(), {PartKind::setting, "tool", "flake8"}};
  expected.insert(expected.end(), platform_parts().begin(), platform_parts().end());
  const KeyParts rest = {{PartKind::platform, "python", "3.11"},
                         {PartKind::tool, "search path", "{prefix}/lib"},
                         {PartKind::tool, "flake8", "7.0"},
                         {PartKind::setting, "bootstrap", digest_of("import sys").hex()},
                         {PartKind::argument, "", "--one"},
                         {PartKind::argument, "", "{file}"},
                         {PartKind::environment, "B", "1"},
                         {PartKind::environment, "A", "2=3"},
                         {PartKind::setting, "linter_memory_limit", "4096"},
                         {PartKind::setting, "extra input /h/words", ""},
                         config("setup.cfg", "[flake8]\n")};
  expected.insert(expected.end(), rest.begin(), rest.end());
  EXPECT_EQ(all, expected);
}

TEST_F(StaticKey, of_a_declared_tool_has_its_declaration) {
  declare();
  const KeyParts settings = parts_of(PartKind::setting);
  EXPECT_TRUE(has(settings, {PartKind::setting, "scope", "self"}));
  EXPECT_TRUE(has(settings, {PartKind::setting, "pattern", "(?<line>\\d+)"}));
  EXPECT_EQ(parts_of(PartKind::argument), (KeyParts{{PartKind::argument, "", "own"},
                                                    {PartKind::argument, "", "--top={source_dir}"},
                                                    {PartKind::argument, "", "{file}"}}));
}

TEST_F(StaticKey, each_thing_that_a_declaration_says_of_verdicts_counts) {
  declare();
  const KeyParts before = parts();
  const auto after = [&](const auto& change) {
    change(declare());
    return parts();
  };
  EXPECT_EQ(after([](ToolDeclaration&) {}), before);
  EXPECT_NE(after([](ToolDeclaration& tool) { tool.scope = "tree"; }), before);
  EXPECT_NE(after([](ToolDeclaration& tool) { tool.pattern = "x"; }), before);
  EXPECT_NE(after([](ToolDeclaration& tool) { tool.findings_exit = {14}; }), before);
  EXPECT_NE(after([](ToolDeclaration& tool) { tool.command = {"own", "{file}", "--top={source_dir}"}; }), before);
  EXPECT_EQ(after([](ToolDeclaration& tool) { tool.always = true; }), before);
  EXPECT_EQ(after([](ToolDeclaration& tool) { tool.after = {"flake8"}; }), before);
  EXPECT_EQ(after([](ToolDeclaration& tool) { tool.declared_in = "/elsewhere"; }), before);
}

TEST_F(StaticKey, statuses_cannot_be_taken_for_others) {
  declare().findings_exit = {1, 2};
  const KeyParts two = parts();
  declare().findings_exit = {12};
  EXPECT_NE(parts(), two);
}

TEST_F(StaticKey, places_in_the_tree_are_packed) {
  declare().command = {"/h/s/own", "--gen=/h/b/gen"};
  toolchain.tools["own"] = {{PartKind::tool, "own", "editable /h/s/tools"}};
  tool.environment.keyed = {"PYTHONPATH=/h/s/src:/usr/lib"};
  request.extra_inputs = {"/h/s/words"};
  std::vector<std::string> texts;
  for (const KeyPart& part : parts()) {
    EXPECT_EQ((part.name + part.value).find("/h/s"), std::string::npos) << part.name << " " << part.value;
    texts.push_back(shown(part.name) + " " + shown(part.value));
  }
  for (const char* text : {" {source_dir}/own", " --gen={binary_dir}/gen", "own editable {source_dir}/tools",
                           "PYTHONPATH {source_dir}/src:/usr/lib", "extra input {source_dir}/words "})
    EXPECT_NE(std::find(texts.begin(), texts.end(), text), texts.end()) << text;
}

TEST_F(StaticKey, configuration_in_the_tree_is_named_there_or_not) {
  disk.write("/h/s/setup.cfg", "x");
  look_at({"/h/s/setup.cfg", "/h/s/tox.ini", "/h/s/d/rc"});
  EXPECT_EQ(parts_of(PartKind::config), (KeyParts{config("setup.cfg", "x"),
                                                  {PartKind::config, "tox.ini", "absent"},
                                                  {PartKind::config, "d/rc", "absent"}}));
}

TEST_F(StaticKey, configuration_above_the_tree_is_named_where_it_is) {
  disk.write("/h/setup.cfg", "x");
  disk.write("/tox.ini", "y");
  look_at({"/h/setup.cfg", "/h/tox.ini", "/setup.cfg", "/tox.ini"});
  EXPECT_EQ(parts_of(PartKind::config), (KeyParts{config("../setup.cfg", "x"), config("../../tox.ini", "y")}));
}

TEST_F(StaticKey, configuration_at_home_is_named_by_it) {
  tool.environment.variables = {"HOME=/u/me"};
  disk.write("/u/me/.config/rc", "x");
  look_at({"/u/me/.config/rc", "/u/me/.rc"});
  EXPECT_EQ(parts_of(PartKind::config), KeyParts{config("~/.config/rc", "x")});
}

TEST_F(StaticKey, a_tree_below_home_names_home_as_what_is_above_it) {
  disk.write("/h/.rc", "x");
  look_at({"/h/.rc"});
  EXPECT_EQ(parts_of(PartKind::config), KeyParts{config("../.rc", "x")});
}

TEST_F(StaticKey, configuration_that_cannot_be_read_is_not_absent) {
  disk.make_directory("/h/s/setup.cfg");
  look_at({"/h/s/setup.cfg"});
  const KeyParts configs = parts_of(PartKind::config);
  ASSERT_EQ(configs.size(), 1u);
  EXPECT_NE(configs[0].value, "absent");
}

// What is at a place of its own does not move with the tree.
TEST_F(StaticKey, clones_in_other_depths_have_the_same_parts) {
  disk.write("/etc/rc", "x");
  look_at({"/etc/rc"});
  EXPECT_EQ(parts_of(PartKind::config).at(0).name, "/etc/rc");
  const KeyParts here = parts();
  request.source_dir = "/mnt/deep/er/clone";
  EXPECT_TRUE(parts() == here);
}

TEST(DigestOfParts, differs_wherever_parts_do) {
  const KeyParts sample = {{PartKind::tool, "ab", "c"}, {PartKind::argument, "", "x"}};
  const std::vector<KeyParts> all = {
      sample,
      {},
      {{PartKind::tool, "ab", "c"}},
      {{PartKind::argument, "", "x"}, {PartKind::tool, "ab", "c"}},
      {{PartKind::tool, "a", "bc"}, {PartKind::argument, "", "x"}},
      {{PartKind::tool, "abc", ""}, {PartKind::argument, "", "x"}},
      {{PartKind::platform, "ab", "c"}, {PartKind::argument, "", "x"}},
      {{PartKind::tool, "ab", "c"}, {PartKind::argument, "x", ""}},
      {{PartKind::tool, "ab", "c"}, {PartKind::argument, "", "x"}, {PartKind::argument, "", ""}},
      {{PartKind::tool, "ab", "c"}, {PartKind::argument, "", "x"}, {PartKind::argument, "", "x"}},
      {{PartKind::tool, "ab", std::string("c\0argument", 10)}},
  };
  for (size_t i = 0; i < all.size(); ++i)
    for (size_t j = 0; j < all.size(); ++j)
      EXPECT_EQ(digest_of_parts(all[i]) == digest_of_parts(all[j]), i == j) << i << " " << j;
}

TEST(DigestOfParts, each_kind_is_its_own) {
  std::vector<Digest> digests;
  for (int kind = 0; kind <= static_cast<int>(PartKind::tree); ++kind)
    digests.push_back(digest_of_parts({{static_cast<PartKind>(kind), "a", "b"}}));
  std::sort(digests.begin(), digests.end());
  EXPECT_EQ(std::adjacent_find(digests.begin(), digests.end()), digests.end());
}

}  // namespace
}  // namespace lintcache
