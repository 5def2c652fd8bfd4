// SPDX-License-Identifier: MIT
// Tools made ready.
#include "plan/prepared_tool.h"

#include <algorithm>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "digest/hasher.h"
#include "discovery/tree_walk.h"
#include "plan/config_places.h"
#include "plan/static_key.h"
#include "tools/adapter.h"
#include "tools/declared_tool.h"
#include "tools/identity.h"
#include "tools/program.h"

namespace lintcache {
namespace {

Error not_installed(const Request& request, const Toolchain& toolchain, const ToolFacts& adapter) {
  return asked_wrongly(adapter.name + " is not installed", toolchain.executable,
                       "install it for this interpreter (" + toolchain.executable + " -m pip install " +
                           adapter.distribution + "), or leave it out of the tools of " + request.name);
}

using Adapters = std::vector<Adapter>;

Adapters::const_iterator find_named(const Adapters& known, const std::string& name) {
  return std::find_if(known.begin(), known.end(), [&](const Adapter& one) { return one.name == name; });
}

Error unknown_tool(const std::string& name, const Adapters& known) {
  std::vector<std::string> names;
  for (const Adapter& adapter : known) names.push_back(adapter.name);
  return asked_wrongly("there is no such tool", name, "known are " + join(names, ", "));
}

Result<std::vector<std::string>> tool_names(const Request& request, const Toolchain& toolchain, const Adapters& known) {
  std::vector<std::string> all = request.tools;
  if (all.empty())
    for (const Adapter& adapter : known)
      if (adapter.by_default && (adapter.module.empty() || toolchain.launchers.contains(adapter.name)))
        all.push_back(adapter.name);
  if (all.empty())
    return asked_wrongly("this interpreter has neither flake8 nor pylint", toolchain.executable,
                         "install one of them, or name another interpreter by PYTHON");
  if (request.selected_tools.empty()) return all;
  for (const std::string& tool : request.selected_tools) {
    if (find_named(known, tool) == known.end()) return unknown_tool(tool, known);
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

// How the tool is started: as the interpreter would, or the program that a declaration names.
Result<void> find_launcher(const Request& request, const Toolchain& toolchain, StatCache& disk, PreparedTool& tool) {
  if (tool.adapter->module.empty()) {
    const std::string word = tool.adapter.command().arguments({}).front();
    const ProgramPlaces places{toolchain.executable, value_of(tool.environment.variables, "PATH"), request.source_dir};
    LINTCACHE_TRY_ASSIGN(const Program program, find_program(tool.adapter->name, word, places));
    tool.launcher = {program.path};
    for (const Input& input : program.inputs) tool.inputs.push_back({input, Origin::tool});
    // Another PATH may lead to another program or interpreter, while the first ones stay as they are.
    for (const std::string& file : program.files)
      tool.parts.push_back({PartKind::tool, "program " + roots_of(request).packed(file), disk.content(file).hex()});
    return {};
  }
  const auto launcher = toolchain.launchers.find(tool.adapter->name);
  if (launcher == toolchain.launchers.end()) return not_installed(request, toolchain, *tool.adapter);
  // A program that appears beside the interpreter is run instead of the module; what is in it is observed.
  const bool is_program = launcher->second.size() > 1 && launcher->second[1] != "-c";
  tool.parts.push_back({PartKind::tool, "started as", is_program ? "program" : "module"});
  tool.launcher = start_of(*tool.adapter, launcher->second);
  return {};
}

std::vector<std::string> contents_of(const std::vector<Input>& files) {
  std::vector<std::string> contents;
  for (const Input& file : files)
    if (const auto read = real_disk().read(file.path); read && *read) contents.push_back((*read)->bytes);
  return contents;
}

// What a tool does not read of its configuration is nothing to it, unless code of others in it does.
void find_sections(const Toolchain& toolchain, const ConfigReader& reader, StatCache& disk, PreparedTool& tool) {
  const ToolFacts& adapter = *tool.adapter;
  if (!reader || !reads_known_variables(toolchain, adapter, {})) return;
  std::vector<Input> present = tool.config;
  std::erase_if(present, [&](const Input& file) { return disk.state(file).is_absent(); });
  auto sections = reader(adapter, present);
  std::vector<std::string> read;
  for (const auto& [path, text] : sections) read.push_back(text);
  std::erase_if(present, [&](const Input& file) { return sections.contains(file.path); });
  for (std::string& content : contents_of(present)) read.push_back(std::move(content));
  if (reads_known_variables(toolchain, adapter, read)) tool.sections = std::move(sections);
}

// A tool that may look at anything depends on all files of the tree, and on which ones there are.
Result<void> add_tree(const Request& request, StatCache& disk, PreparedTool& tool) {
  if (tool.adapter->scope != Scope::tree) return {};
  LINTCACHE_TRY_ASSIGN(const auto files, find_all_files(request, disk));
  Hasher names;
  for (const std::string& file : files) {
    names.field("name", file);
    tool.inputs.push_back({{InputKind::content, joined(request.source_dir, file), {}}, Origin::tree});
  }
  tool.parts.push_back({PartKind::tree, "files", std::to_string(files.size()) + ", names " + names.digest().hex().substr(0, 32)});
  return {};
}

}  // namespace

Roots roots_of(const Request& request) { return Roots({request.source_dir, request.binary_dir}); }

Result<std::vector<PreparedTool>> prepare_tools(const Request& request, const Toolchain& toolchain,
                                                const std::vector<std::string>& outer_environment,
                                                const Roots& roots, StatCache& disk, const ConfigReader& reader) {
  LINTCACHE_TRY(check_declared_tools(request));
  LINTCACHE_TRY(check_extra_inputs(request));
  const std::vector<Adapter> known = adapters_of(request);
  LINTCACHE_TRY_ASSIGN(const auto names, tool_names(request, toolchain, known));
  const auto shared_toolchain = std::make_shared<const Toolchain>(toolchain);
  std::vector<PreparedTool> tools;
  for (const std::string& name : names) {
    PreparedTool tool;
    const auto adapter = find_named(known, name);
    if (adapter == known.end()) return unknown_tool(name, known);
    tool.adapter = std::make_shared<const Adapter>(*adapter);
    tool.toolchain = shared_toolchain;
    tool.environment = environment_for(request, &*tool.adapter, outer_environment);
    tool.config = config_places(request, *tool.adapter, tool.environment.variables);
    if (request.merge_environment && reads_known_variables(toolchain, *tool.adapter, contents_of(tool.config)))
      tool.environment = environment_for(request, &*tool.adapter, outer_environment, true);
    find_sections(toolchain, reader, disk, tool);
    for (const std::string& path : request.extra_inputs)
      tool.inputs.push_back({{InputKind::content, path, {}}, Origin::declared});
    LINTCACHE_TRY(find_launcher(request, toolchain, disk, tool));
    LINTCACHE_TRY(add_tree(request, disk, tool));
    // Their states are taken before the tool runs.
    for (const TracedInput& one : tool.inputs) disk.state(one.input);
    for (KeyPart& part : key_parts(tool, request, toolchain, roots, disk)) tool.parts.push_back(std::move(part));
    tool.base = digest_of_parts(tool.parts);
    tools.push_back(std::move(tool));
  }
  return tools;
}

}  // namespace lintcache
