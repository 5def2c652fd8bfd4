// SPDX-License-Identifier: MIT
// Tools made ready, tasks made with their keys.
#include "plan/plan.h"

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"

namespace lintcache {
namespace {

// Part of every key: a change in how keys are made or outcomes are read must miss.
constexpr std::string_view k_key_version = "2";

std::vector<Input> config_candidates(const Request& request, const Adapter& adapter,
                                     const std::vector<std::string>& environment) {
  std::vector<Input> inputs;
  const auto add = [&](const std::string& path) {
    inputs.push_back({InputKind::content, path, {}});
  };
  const std::string home = value_of(environment, "HOME");
  const auto is_home = [&](const std::string& directory) {
    std::error_code ignored;
    return !home.empty() && std::filesystem::equivalent(directory, home, ignored);
  };
  for (std::string directory = request.source_dir;; directory = parent_of(directory)) {
    if (adapter.config.stops_at_home && directory != request.source_dir && is_home(directory)) break;
    for (const std::string& name : adapter.config.upwards) add(joined(directory, name));
    if (directory == "/") break;
  }
  if (!home.empty())
    for (const std::string& name : adapter.config.in_home) add(joined(home, name));
  for (const std::string& path : adapter.config.absolute) add(path);
  for (const std::string& variable : adapter.config.variables)
    if (const std::string path = value_of(environment, variable); !path.empty())
      add(absolute_path(path, request.source_dir));
  return inputs;
}

Error not_installed(const Request& request, const Toolchain& toolchain, const Adapter& adapter) {
  return asked_wrongly(std::string(adapter.name) + " is not installed", toolchain.executable,
                       "install it for this interpreter (" + toolchain.executable +
                           " -m pip install " + std::string(adapter.distribution) +
                           "), or leave it out of the tools of " + request.name);
}

Error unknown_tool(const std::string& name) {
  std::vector<std::string> names;
  for (const Adapter& adapter : adapters()) names.emplace_back(adapter.name);
  return asked_wrongly("there is no such tool", name, "known are " + join(names, ", "));
}

Result<std::vector<std::string>> tool_names(const Request& request, const Toolchain& toolchain) {
  std::vector<std::string> all = request.tools;
  if (all.empty())
    for (const Adapter& adapter : adapters())
      if (toolchain.launchers.contains(std::string(adapter.name))) all.emplace_back(adapter.name);
  if (all.empty())
    return asked_wrongly("this interpreter has neither flake8 nor pylint", toolchain.executable,
                         "install one of them, or name another interpreter by PYTHON");
  if (request.selected_tools.empty()) return all;
  for (const std::string& tool : request.selected_tools) {
    if (find_adapter(tool) == nullptr) return unknown_tool(tool);
    if (std::find(all.begin(), all.end(), tool) == all.end())
      return asked_wrongly("the tree does not use this tool", tool,
                           request.name + " uses " + join(all, ", "));
  }
  std::erase_if(all, [&](const std::string& tool) {
    const auto& selected = request.selected_tools;
    return std::find(selected.begin(), selected.end(), tool) == selected.end();
  });
  return all;
}

Result<void> check_extra_inputs(const Request& request) {
  for (const std::string& path : request.extra_inputs) {
    const auto status = real_disk().status(path);
    if (status && *status && (*status)->type == FileType::directory)
      return asked_wrongly("an extra input is a directory", path, "name the files in it");
  }
  return {};
}

// Everything but the footprint and the file itself; the same for all files but for the path.
Digest base_key(const PreparedTool& tool, const Toolchain& toolchain, StatCache& disk) {
  Hasher hasher;
  hasher.field("key version", k_key_version)
      .field("tool", tool.adapter->name)
      .field("bootstrap", tool.adapter->bootstrap)
      .field("toolchain", toolchain.identity);
  for (const std::string& variable : tool.environment.keyed) hasher.field("environment", variable);
  for (const Input& input : tool.inputs)
    hasher.field("input path", input.path).field("input state", disk.state(input));
  return hasher.digest();
}

// What the tool's verdict takes from the footprint goes into key and task; false where that is not known.
bool add_footprint(const Adapter& adapter, const std::string& file,
                   const std::unordered_map<std::string, Footprint>& footprints, Hasher& hasher, Task& task) {
  if (adapter.scope == Scope::self) return true;
  const auto known = footprints.find(file);
  if (known == footprints.end()) return false;
  const auto add = [&](std::string_view tag, const FootprintPart& part) {
    hasher.field(tag, part.digest);
    task.footprint.push_back(part.set);
  };
  if (adapter.parts.runtime) add("runtime footprint", known->second.runtime);
  if (adapter.parts.statements) add("static footprint", known->second.statements);
  return true;
}

}  // namespace

Result<std::vector<PreparedTool>> prepare_tools(const Request& request, const Toolchain& toolchain,
                                                const std::vector<std::string>& outer_environment,
                                                StatCache& disk) {
  LINTCACHE_TRY(check_extra_inputs(request));
  LINTCACHE_TRY_ASSIGN(const auto names, tool_names(request, toolchain));
  std::vector<PreparedTool> tools;
  for (const std::string& name : names) {
    PreparedTool tool;
    const Adapter* known = find_adapter(name);
    if (known == nullptr) return unknown_tool(name);
    tool.adapter = std::make_shared<const Adapter>(*known);
    const auto launcher = toolchain.launchers.find(name);
    if (launcher == toolchain.launchers.end())
      return not_installed(request, toolchain, *tool.adapter);
    tool.launcher = start_of(*tool.adapter, launcher->second);
    tool.environment = environment_for(request, tool.adapter.get(), outer_environment);
    tool.inputs = config_candidates(request, *tool.adapter, tool.environment.variables);
    for (const std::string& path : request.extra_inputs)
      tool.inputs.push_back({InputKind::content, path, {}});
    for (const Input& input : tool.inputs) disk.state(input);
    tools.push_back(std::move(tool));
  }
  return tools;
}

std::vector<Task> plan_tasks(const Request& request, const Toolchain& toolchain,
                             const std::vector<std::string>& files,
                             const std::vector<PreparedTool>& tools,
                             const std::unordered_map<std::string, Footprint>& footprints,
                             StatCache& disk) {
  std::vector<Digest> bases;
  for (const PreparedTool& tool : tools) bases.push_back(base_key(tool, toolchain, disk));
  std::vector<Task> tasks;
  tasks.reserve(files.size() * tools.size());
  for (const std::string& file : files) {
    const std::string path = joined(request.source_dir, file);
    for (size_t i = 0; i < tools.size(); ++i) {
      Task task{file, std::string(tools[i].adapter->name), {}, {{InputKind::content, path, {}}}, {}};
      Hasher hasher;
      hasher.field("base", bases[i]).field("file", file).field("content", disk.content(path));
      for (const std::string& argument : tools[i].adapter->arguments({file}))
        hasher.field("argument", argument);
      if (add_footprint(*tools[i].adapter, file, footprints, hasher, task)) task.key = hasher.digest();
      tasks.push_back(std::move(task));
    }
  }
  return tasks;
}

}  // namespace lintcache
