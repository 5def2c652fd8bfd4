// SPDX-License-Identifier: MIT
// Order of declared and built-in tools.
#include "tools/tool_order.h"

#include <gtest/gtest.h>

#include "tools/adapter.h"

namespace lintcache {
namespace {

using Names = std::set<std::string>;

ToolDeclaration tool(const std::string& name) {
  ToolDeclaration tool;
  tool.name = name;
  tool.command = {"x", "{file}"};
  tool.declared_in = "/src/lintcache.json";
  return tool;
}

Request request_with(std::vector<ToolDeclaration> tools) {
  Request request;
  request.lint_tools = std::move(tools);
  return request;
}

TEST(ToolOrder, joins_before_after_groups_and_words) {
  ToolDeclaration a = tool("a"), b = tool("b"), c = tool("c"), d = tool("d");
  a.group = b.group = "fast";
  a.before = {"flake8"};
  a.gives = {"types"};
  c.after = {"fast", "nobody"};
  d.needs = {"types", "nothing"};
  const ToolOrder order = tool_order(request_with({a, b, c, d}));
  EXPECT_EQ(order.after.at("flake8"), Names{"a"});
  EXPECT_EQ(order.after.at("c"), (Names{"a", "b"}));
  EXPECT_EQ(order.after.at("d"), Names{"a"});
  EXPECT_EQ(order.needs.at("d"), Names{"a"});
  EXPECT_EQ(order.needs.size(), 1u);
}

TEST(ToolOrder, reaches_the_tools) {
  ToolDeclaration own = tool("own");
  own.before = {"pylint"};
  own.after = {"flake8"};
  for (const Adapter& adapter : adapters_of(request_with({own}))) {
    const std::string wanted = adapter.name == "pylint" ? "own" : adapter.name == "own" ? "flake8" : "";
    EXPECT_EQ(adapter.after, wanted.empty() ? std::vector<std::string>() : std::vector<std::string>{wanted}) << adapter.name;
  }
}

std::string complaint(std::vector<ToolDeclaration> tools) {
  const auto checked = check_tool_order(request_with(std::move(tools)));
  if (checked) return "";
  EXPECT_EQ(checked.error().blame, Blame::asker);
  EXPECT_EQ(checked.error().where, "/src/lintcache.json");
  return checked.error().what + "; " + checked.error().hint;
}

TEST(CheckToolOrder, finds_the_shortest_circle) {
  ToolDeclaration a = tool("a"), b = tool("b"), c = tool("c");
  EXPECT_EQ(complaint({a, b, c}), "");
  a.after = {"b", "c"};
  b.after = {"c"};
  EXPECT_EQ(complaint({a, b, c}), "");
  a.before = {"c"};
  EXPECT_EQ(complaint({a, b, c}), "lint_tools, a: tools wait for each other; a -> c -> a");
  ToolDeclaration self = tool("self");
  self.gives = self.needs = {"word"};
  EXPECT_EQ(complaint({self}), "lint_tools, self: tools wait for each other; self -> self");
  ToolDeclaration built_in = tool("own");
  built_in.after = built_in.before = {"flake8"};
  EXPECT_EQ(complaint({built_in}), "lint_tools, own: tools wait for each other; own -> flake8 -> own");
}

TEST(WithGroups, puts_tools_in_place_of_their_group) {
  Request request;
  ToolDeclaration a = tool("a"), b = tool("b"), c = tool("c");
  a.group = c.group = "fast";
  request.lint_tools = {a, b, c};
  using Names = std::vector<std::string>;
  EXPECT_EQ(with_groups(request, {"fast"}), (Names{"a", "c"}));
  EXPECT_EQ(with_groups(request, {"c", "fast", "b"}), (Names{"c", "a", "b"}));
  EXPECT_EQ(with_groups(request, {"pylint", "nobody", ""}), (Names{"pylint", "nobody", ""}));
}

TEST(CheckToolOrder, tells_of_what_nobody_knows) {
  ToolDeclaration a = tool("a"), b = tool("b");
  a.before = {"nobody"};
  EXPECT_NE(complaint({a}).find("'before' names a tool that is not there, 'nobody'"), std::string::npos);
  a.before = {};
  a.needs = {"types"};
  EXPECT_EQ(complaint({a}), "lint_tools, a: it needs 'types', which no tool gives; no tool gives any word");
  b.gives = {"style"};
  EXPECT_EQ(complaint({a, b}), "lint_tools, a: it needs 'types', which no tool gives; given are style");
  b.gives = {"types"};
  EXPECT_EQ(complaint({a, b}), "");
  a.group = "b";
  EXPECT_EQ(complaint({a, b}), "lint_tools, a: the group 'b' has the name of a tool; give it another one");
  a.group = "flake8";
  EXPECT_EQ(complaint({a, b}), "lint_tools, a: the group 'flake8' has the name of a tool; give it another one");
}

}  // namespace
}  // namespace lintcache
