// SPDX-License-Identifier: MIT
// Tools as lines of text, and which of them are there.
#include "tools/tool_list.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "tools/adapter.h"
#include "tools/environment.h"
#include "tools/identity.h"
#include "tools/program.h"

namespace lintcache {
namespace {

// In the order of Scope.
constexpr const char* k_scopes[] = {"self", "self+fs", "closure", "tree", "trace"};

using Row = std::array<std::string, 5>;

std::string command_of(const std::string& tool, const Request& request) {
  for (const ToolDeclaration& declaration : request.lint_tools)
    if (declaration.name == tool) return printable(join(declaration.command, " "));
  return {};
}

Row row_of(const Adapter& adapter, const Request& request, const std::map<std::string, std::string>& versions) {
  const std::string command = command_of(adapter.name, request);
  const bool is_declared = !command.empty();
  const auto version = versions.find(adapter.name);
  const std::string state = version == versions.end() ? "not installed" : version->second;
  std::string what = is_declared && !state.empty() ? command + " (" + state + ")" : command + state;
  if (adapter.always) what += ", always runs";
  if (!adapter.after.empty()) what += ", after " + join(adapter.after, ", ");
  return {adapter.name, is_declared ? "declared" : "built-in", k_scopes[static_cast<size_t>(adapter.scope)],
          adapter.unit == Unit::tree ? "per tree" : "per file", what};
}

}  // namespace

std::string tool_list(const Request& request, const std::map<std::string, std::string>& versions) {
  std::vector<Row> rows;
  for (const Adapter& adapter : adapters_of(request)) rows.push_back(row_of(adapter, request, versions));
  std::array<size_t, 4> widths = {};
  for (const Row& row : rows)
    for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (const Row& row : rows) {
    for (size_t i = 0; i < widths.size(); ++i) text += row[i] + std::string(widths[i] + 2 - row[i].size(), ' ');
    text += row.back() + "\n";
  }
  return text;
}

std::map<std::string, std::string> installed_tools(const Request& request, const Toolchain& toolchain,
                                                   const std::vector<std::string>& outer) {
  const std::vector<Adapter> all = adapters_of(request);
  auto versions = tool_versions(toolchain, all);
  for (const Adapter& adapter : all) {
    if (!adapter.module.empty()) continue;
    const std::vector<std::string> variables = environment_for(request, &adapter, outer).variables;
    const std::string program = adapter.arguments({}).front();
    if (find_program(adapter.name, program, {toolchain.executable, value_of(variables, "PATH"), request.source_dir})) {
      versions.try_emplace(adapter.name);
    } else {
      versions.erase(adapter.name);
    }
  }
  return versions;
}

}  // namespace lintcache
