// SPDX-License-Identifier: MIT
// Declarations as edges between tools.
#include "tools/tool_order.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "base/text.h"
#include "tools/adapter.h"

namespace lintcache {
namespace {

// Names that AFTER and BEFORE may use, with the tools that each stands for.
std::map<std::string, std::set<std::string>> named_tools(const Request& request) {
  std::map<std::string, std::set<std::string>> named;
  for (const Adapter& adapter : adapters()) named[adapter.name].insert(adapter.name);
  for (const ToolDeclaration& tool : request.lint_tools) named[tool.name].insert(tool.name);
  for (const ToolDeclaration& tool : request.lint_tools)
    if (!tool.group.empty()) named[tool.group].insert(tool.name);
  return named;
}

std::map<std::string, std::set<std::string>> givers(const Request& request) {
  std::map<std::string, std::set<std::string>> givers;
  for (const ToolDeclaration& tool : request.lint_tools)
    for (const std::string& word : tool.gives) givers[word].insert(tool.name);
  return givers;
}

std::vector<std::string> names_in(const std::map<std::string, std::set<std::string>>& named) {
  std::vector<std::string> names;
  for (const auto& [name, tools] : named) names.push_back(name);
  return names;
}

Error wrong(const ToolDeclaration& tool, const std::string& what, const std::string& hint) {
  return asked_wrongly("lint_tools, " + tool.name + ": " + what, tool.declared_in, hint);
}

// A shortest way from the tool back to itself; empty where there is none.
std::vector<std::string> circle_of(const std::string& tool, const ToolOrder& order) {
  std::vector<std::vector<std::string>> ways = {{tool}};
  std::set<std::string> seen;
  for (size_t i = 0; i < ways.size(); ++i) {
    const auto earlier = order.after.find(ways[i].back());
    if (earlier == order.after.end()) continue;
    for (const std::string& next : earlier->second) {
      if (!seen.insert(next).second) continue;
      std::vector<std::string> way = ways[i];
      way.push_back(next);
      if (next == tool) return way;
      ways.push_back(std::move(way));
    }
  }
  return {};
}

}  // namespace

ToolOrder tool_order(const Request& request) {
  const auto named = named_tools(request), giving = givers(request);
  const auto each = [](const auto& known, const std::vector<std::string>& names, const auto& action) {
    for (const std::string& name : names)
      if (const auto tools = known.find(name); tools != known.end())
        for (const std::string& tool : tools->second) action(tool);
  };
  ToolOrder order;
  for (const ToolDeclaration& tool : request.lint_tools) {
    each(named, tool.after, [&](const std::string& earlier) { order.after[tool.name].insert(earlier); });
    each(named, tool.before, [&](const std::string& later) { order.after[later].insert(tool.name); });
    each(giving, tool.needs, [&](const std::string& giver) {
      order.after[tool.name].insert(giver);
      order.needs[tool.name].insert(giver);
    });
  }
  return order;
}

std::vector<std::string> with_groups(const Request& request, const std::vector<std::string>& names) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& name) {
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  };
  for (const std::string& name : names) {
    bool is_group = false;
    for (const ToolDeclaration& tool : request.lint_tools)
      if (!name.empty() && tool.group == name) {
        is_group = true;
        add(tool.name);
      }
    if (!is_group) add(name);
  }
  return all;
}

Result<void> check_tool_order(const Request& request) {
  const auto named = named_tools(request), giving = givers(request);
  for (const ToolDeclaration& tool : request.lint_tools) {
    for (const auto& [key, names] : {std::pair("after", &tool.after), std::pair("before", &tool.before)})
      for (const std::string& name : *names)
        if (!named.contains(name))
          return wrong(tool, "'" + std::string(key) + "' names a tool that is not there, '" + name + "'",
                       "known are " + join(names_in(named), ", "));
    for (const std::string& word : tool.needs)
      if (!giving.contains(word))
        return wrong(tool, "it needs '" + word + "', which no tool gives",
                     giving.empty() ? "no tool gives any word" : "given are " + join(names_in(giving), ", "));
    if (const Adapter* known = find_adapter(tool.group); known != nullptr)
      return wrong(tool, "the group '" + tool.group + "' has the name of a tool", "give it another one");
    for (const ToolDeclaration& other : request.lint_tools)
      if (!tool.group.empty() && other.name == tool.group)
        return wrong(tool, "the group '" + tool.group + "' has the name of a tool", "give it another one");
  }
  const ToolOrder order = tool_order(request);
  for (const ToolDeclaration& tool : request.lint_tools)
    if (const auto circle = circle_of(tool.name, order); !circle.empty())
      return wrong(tool, "tools wait for each other", join(circle, " -> "));
  return {};
}

}  // namespace lintcache
