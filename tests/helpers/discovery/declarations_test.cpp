// SPDX-License-Identifier: MIT
// Tools and inputs that the manifest and lintcache.json declare: what is read, what is refused and what wins.
#include "discovery/declarations.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "discovery/manifest.h"
#include "support/scratch_tree.h"

namespace lintcache {
namespace {

using nlohmann::json;

class Declarations : public testing::Test {
 protected:
  Result<Request> read(const json& more) {
    json object = {{"format", 1}, {"name", "app"}, {"source_dir", tree.top()}, {"state_dir", "/b/state"}};
    object.update(more);
    set_keys.clear();
    return read_manifest(tree.write("b/manifest.json", object.dump()), set_keys);
  }
  Result<Request> settle(const json& object, Request request = {}) {
    tree.write("lintcache.json", object.dump());
    request.source_dir = tree.top();
    LINTCACHE_TRY(read_tree_settings(request, set_keys));
    return request;
  }
  // What is said about one tool, named check.
  Result<Request> settle_tool(const json& tool) { return settle({{"lint_tools", {{"check", tool}}}}); }

  test::ScratchTree tree;
  SetKeys set_keys;
  const json full = {{"command", {"black", "--check", "{file}"}},
                     {"scope", "self+fs"},
                     {"config", {"pyproject.toml", "/etc/black"}},
                     {"environment", {"A=B", "C="}},
                     {"findings_exit", {1, 123}},
                     {"pattern", "(?<text>.*)"},
                     {"always", true},
                     {"after", {"isort"}},
                     {"group", "fast"},
                     {"before", {"mypy"}},
                     {"gives", {"types"}},
                     {"needs", {"style", "names"}}};
};

TEST_F(Declarations, reads_all_that_a_tool_may_have) {
  const auto request = settle({{"lint_tools", {{"black", full}}}});
  ASSERT_TRUE(request.ok()) << request.error().text();
  ASSERT_EQ(request->lint_tools.size(), 1u);
  const ToolDeclaration& tool = request->lint_tools[0];
  EXPECT_EQ(tool.name, "black");
  EXPECT_EQ(tool.command, (std::vector<std::string>{"black", "--check", "{file}"}));
  EXPECT_EQ(tool.scope, "self+fs");
  EXPECT_EQ(tool.config, (std::vector<std::string>{tree.path("pyproject.toml"), "/etc/black"}));
  EXPECT_EQ(tool.environment, (std::vector<std::string>{"A=B", "C="}));
  EXPECT_EQ(tool.findings_exit, (std::vector<int>{1, 123}));
  EXPECT_EQ(tool.pattern, "(?<text>.*)");
  EXPECT_TRUE(tool.always);
  EXPECT_EQ(tool.after, std::vector<std::string>{"isort"});
  EXPECT_EQ(tool.group, "fast");
  EXPECT_EQ(tool.before, std::vector<std::string>{"mypy"});
  EXPECT_EQ(tool.gives, std::vector<std::string>{"types"});
  EXPECT_EQ(tool.needs, (std::vector<std::string>{"style", "names"}));
  EXPECT_EQ(tool.declared_in, tree.path("lintcache.json"));
}

TEST_F(Declarations, a_command_is_enough) {
  const auto request = settle_tool({{"command", {"check"}}});
  ASSERT_TRUE(request.ok()) << request.error().text();
  ToolDeclaration expected;
  expected.name = "check";
  expected.command = {"check"};
  expected.declared_in = tree.path("lintcache.json");
  EXPECT_EQ(request->lint_tools, std::vector<ToolDeclaration>{expected});
  EXPECT_EQ(expected.scope, "tree");
  EXPECT_EQ(expected.findings_exit, std::vector<int>{1});
  const auto without = settle_tool({{"command", {"check"}}, {"findings_exit", json::array()}});
  EXPECT_TRUE(without->lint_tools[0].findings_exit.empty());
}

TEST_F(Declarations, empty_strings_of_generator_expressions_are_dropped) {
  const json tool = {{"command", {"check", ""}}, {"config", {""}}, {"environment", {""}}, {"after", {""}}};
  const auto request = read({{"lint_tools", {{"check", tool}}}, {"file_inputs", {{"a.py", {""}}}}});
  ASSERT_TRUE(request.ok()) << request.error().text();
  EXPECT_EQ(request->lint_tools[0].command, std::vector<std::string>{"check"});
  EXPECT_TRUE(request->lint_tools[0].config.empty());
  EXPECT_TRUE(request->lint_tools[0].environment.empty());
  EXPECT_TRUE(request->lint_tools[0].after.empty());
  EXPECT_TRUE(request->file_inputs.at("a.py").empty());
}

TEST_F(Declarations, bad_shapes_are_refused_by_name) {
  const json command = {"check", "{file}"};
  const std::pair<json, const char*> wrong[] = {
      {json::object(), "no command"},
      {{{"command", json::array()}}, "no command"},
      {{{"command", {""}}}, "no command"},
      {{{"command", "check"}}, "'command' has the wrong type"},
      {{{"command", {"check", 1}}}, "'command' has the wrong type"},
      {{{"command", {"check", "--all={files}"}}}, "'--all={files}'"},
      {{{"command", {"check", "{file}", "{files}"}}}, "both {file} and {files}"},
      {{{"command", {"{file}"}}}, "begins with {file}"},
      {{{"command", {"{files}"}}}, "begins with {files}"},
      {{{"command", {"{output}/x"}}}, "begins with {output}"},
      {{{"command", command}, {"scop", "self"}}, "unknown key 'scop'"},
      {{{"command", command}, {"scope", "file"}}, "unknown scope 'file'"},
      {{{"command", command}, {"scope", 1}}, "'scope' has the wrong type"},
      {{{"command", command}, {"config", "x"}}, "'config' has the wrong type"},
      {{{"command", command}, {"config", {nullptr}}}, "'config' has the wrong type"},
      {{{"command", command}, {"environment", {{"A", "B"}}}}, "'environment' has the wrong type"},
      {{{"command", command}, {"environment", {"AB"}}}, "'AB'"},
      {{{"command", command}, {"environment", {"=B"}}}, "'=B'"},
      {{{"command", command}, {"findings_exit", 1}}, "'findings_exit' has the wrong type"},
      {{{"command", command}, {"findings_exit", {"1"}}}, "'findings_exit' has the wrong type"},
      {{{"command", command}, {"findings_exit", {1.5}}}, "'findings_exit' has the wrong type"},
      {{{"command", command}, {"findings_exit", {1, 0}}}, "'findings_exit' holds 0"},
      {{{"command", command}, {"findings_exit", {-1}}}, "holds -1"},
      {{{"command", command}, {"findings_exit", {256}}}, "holds 256"},
      {{{"command", command}, {"findings_exit", {18446744073709551615u}}}, "holds 18446744073709551615"},
      {{{"command", command}, {"pattern", {"x"}}}, "'pattern' has the wrong type"},
      {{{"command", command}, {"always", "yes"}}, "'always' has the wrong type"},
      {{{"command", command}, {"after", "x"}}, "'after' has the wrong type"},
      {{{"command", command}, {"needs", "x"}}, "'needs' has the wrong type"},
      {{{"command", command}, {"group", {"x"}}}, "'group' has the wrong type"},
      {{{"command", command}, {"group", "two words"}}, "'two words' cannot be a group's name"},
      {"check {file}", "not a JSON object"},
      {command, "not a JSON object"},
      {nullptr, "not a JSON object"},
  };
  for (const auto& [tool, what] : wrong) {
    const auto request = settle_tool(tool);
    ASSERT_FALSE(request.ok()) << tool;
    EXPECT_EQ(request.error().blame, Blame::asker);
    EXPECT_EQ(request.error().where, tree.path("lintcache.json"));
    EXPECT_TRUE(request.error().what.starts_with("lint_tools, check: ")) << request.error().text();
    EXPECT_NE(request.error().what.find(what), std::string::npos) << request.error().text();
  }
  const auto unknown = settle_tool({{"command", command}, {"x", 1}});
  EXPECT_NE(unknown.error().hint.find("command, scope, config"), std::string::npos);
}

TEST_F(Declarations, names_can_stand_in_file_names_and_lists) {
  for (const char* good : {"check", "clang-tidy", "_x", "A9", "trees"})
    EXPECT_TRUE(settle({{"lint_tools", {{good, {{"command", {"x"}}}}}}}).ok()) << good;
  for (const char* bad : {"", "9a", "-a", "a b", "a/b", "a.b", "a,b", "caf\xc3\xa9", "tree", "discover", "a\n"}) {
    const auto request = settle({{"lint_tools", {{bad, {{"command", {"x"}}}}}}});
    ASSERT_FALSE(request.ok()) << bad;
    EXPECT_NE(request.error().what.find("cannot be a tool's name"), std::string::npos) << request.error().text();
  }
}

TEST_F(Declarations, inputs_belong_to_files_of_the_tree) {
  const auto request = settle({{"file_inputs", {{"pkg/a.py", {"schema.json", "./schema.json", "/etc/x"}},
                                                {"./pkg//b.py", {"../y"}},
                                                {tree.path("c.py"), {"z"}}}}});
  ASSERT_TRUE(request.ok()) << request.error().text();
  const std::map<std::string, std::vector<std::string>> expected = {
      {"pkg/a.py", {tree.path("schema.json"), "/etc/x"}},
      {"pkg/b.py", {tree.top().substr(0, tree.top().rfind('/')) + "/y"}},
      {"c.py", {tree.path("z")}}};
  EXPECT_EQ(request->file_inputs, expected);
  for (const std::string bad : {"", ".", "../a.py", "pkg/../../a.py", "/etc/a.py"}) {
    const auto refused = settle({{"file_inputs", {{bad, {"x"}}}}});
    ASSERT_FALSE(refused.ok()) << bad;
    EXPECT_NE(refused.error().what.find("is no file of the tree"), std::string::npos) << refused.error().text();
  }
  for (const json& bad : {json("x"), json(1), json({{"x", 1}}), json({1}), json(nullptr)}) {
    const auto refused = settle({{"file_inputs", {{"a.py", bad}}}});
    ASSERT_FALSE(refused.ok()) << bad;
    EXPECT_TRUE(refused.error().what.starts_with("file_inputs, a.py: ")) << refused.error().text();
  }
}

TEST_F(Declarations, both_keys_are_objects) {
  for (const char* key : {"lint_tools", "file_inputs"})
    for (const json& bad : {json("x"), json(1), json({1}), json(nullptr)}) {
      EXPECT_FALSE(settle({{key, bad}}).ok()) << key << bad;
      EXPECT_FALSE(read({{key, bad}}).ok()) << key << bad;
    }
}

TEST_F(Declarations, the_tree_adds_to_the_manifest_and_changes_nothing_in_it) {
  auto request = read({{"lint_tools", {{"check", {{"command", {"first"}}}}, {"zzz", {{"command", {"z"}}}}}},
                       {"file_inputs", {{"a.py", {"/one"}}}}});
  ASSERT_TRUE(request.ok()) << request.error().text();
  const auto settled = settle({{"lint_tools", {{"check", {{"command", {"second"}}}}, {"more", {{"command", {"m"}}}}}},
                               {"file_inputs", {{"a.py", {"/two", "/one"}}, {"b.py", {"/three"}}}}}, *request);
  ASSERT_TRUE(settled.ok()) << settled.error().text();
  std::vector<std::string> commands;
  for (const ToolDeclaration& tool : settled->lint_tools) commands.push_back(tool.command[0]);
  EXPECT_EQ(commands, (std::vector<std::string>{"first", "z", "m"}));
  EXPECT_EQ(settled->lint_tools[0].declared_in, tree.path("b/manifest.json"));
  const std::map<std::string, std::vector<std::string>> inputs = {{"a.py", {"/one", "/two"}}, {"b.py", {"/three"}}};
  EXPECT_EQ(settled->file_inputs, inputs);
  // One that loses must be good all the same.
  EXPECT_FALSE(settle({{"lint_tools", {{"check", {{"command", 1}}}}}}, *request).ok());
}

TEST_F(Declarations, the_text_of_a_manifest_keeps_them) {
  json more = {{"lint_tools", {{"black", full}, {"plain", {{"command", {"x"}}, {"findings_exit", json::array()}}}}},
               {"file_inputs", {{"pkg/a.py", {"/s"}}, {"b.py", json::array()}}}};
  const auto request = read(more);
  ASSERT_TRUE(request.ok()) << request.error().text();
  const auto text = manifest_text(*request, {});
  ASSERT_TRUE(text.ok());
  const auto again = read(json::parse(*text));
  ASSERT_TRUE(again.ok()) << again.error().text();
  EXPECT_EQ(again->lint_tools, request->lint_tools);
  EXPECT_EQ(again->file_inputs, request->file_inputs);
  EXPECT_EQ(json::parse(*manifest_text({}, {})).count("lint_tools"), 0u);
}

}  // namespace
}  // namespace lintcache
