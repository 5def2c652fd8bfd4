// SPDX-License-Identifier: MIT
// Tasks with their static keys and own inputs.
#include "plan/plan.h"

#include "base/path.h"
#include "digest/hasher.h"
#include "plan/config_places.h"

namespace lintcache {
namespace {

TracedInput content_of(const std::string& path, Origin origin) { return {{InputKind::content, path, {}}, origin}; }

// What files lie beside the file and above it, up to the tree's top, and where sources often are.
void add_surroundings(const Request& request, const std::string& path, Task& task) {
  const auto add = [&](const std::string& directory) {
    task.inputs.push_back({{InputKind::listing, directory, {}}, Origin::tree});
  };
  std::string directory = parent_of(path);
  for (; is_below(directory, request.source_dir); directory = parent_of(directory)) add(directory);
  add(request.source_dir);
  add(joined(request.source_dir, "src"));
}

// Where a tool that looks from the file finds its configuration, on the way up to the tree's top.
void add_config_beside(const Request& request, const ToolFacts& adapter, const std::string& path, Task& task) {
  if (adapter.config.beside.empty()) return;
  std::string directory = parent_of(path);
  for (;; directory = parent_of(directory)) {
    for (Input& place : config_places_in(directory, request, adapter))
      task.inputs.push_back({std::move(place), Origin::config});
    if (!is_below(directory, request.source_dir)) break;
  }
}

// False where it is not known what the imports lead to. Who watches the tool may come to know all that counts without.
bool add_footprint(const PreparedTool& tool, const std::string& file,
                   const std::unordered_map<std::string, Footprint>& footprints, Task& task) {
  const ToolFacts& adapter = *tool.adapter;
  if (!asks_for_footprint(adapter)) return true;
  const auto known = footprints.find(file);
  if (known == footprints.end()) {
    task.footprint.push_back(0);
    return is_watched(adapter);
  }
  if (adapter.parts.runtime) task.footprint.push_back(known->second.runtime.set);
  if (adapter.parts.statements) task.footprint.push_back(known->second.statements.set);
  return true;
}

// What the file adds to key and inputs of a task that is about it, or about the whole tree. What it is declared to
// depend on is named in the key: an outcome from before the declaration does not do.
bool add_file(const Request& request, const PreparedTool& tool, const std::string& file,
              const std::unordered_map<std::string, Footprint>& footprints, Hasher& key, Task& task) {
  const std::string path = joined(request.source_dir, file);
  key.field("file", file);
  task.inputs.push_back(content_of(path, task.file.empty() ? Origin::tree : Origin::itself));
  if (const auto declared = request.file_inputs.find(file); declared != request.file_inputs.end())
    for (const std::string& input : declared->second) {
      const std::string other = absolute_path(input, request.source_dir);
      key.field("input", relative_to(other, request.source_dir));
      task.inputs.push_back(content_of(other, Origin::declared));
    }
  add_config_beside(request, *tool.adapter, path, task);
  if (tool.adapter->scope == Scope::self_fs) add_surroundings(request, path, task);
  return add_footprint(tool, file, footprints, task);
}

// Those of the files that no tool shall see: the question is asked of what was looked at anyway.
std::vector<LargeFile> large_files(const Request& request, const std::vector<std::string>& files, StatCache& disk) {
  std::vector<LargeFile> large;
  for (const std::string& file : files)
    if (const int64_t size = disk.size(joined(request.source_dir, file)); size > int64_t{request.file_size_limit} << 20)
      large.push_back({file, size});
  return large;
}

// Whatever else the tool would look at does not matter then.
void refuse(const Request& request, std::vector<LargeFile> large, Hasher& key, Task& task) {
  key.field("file_size_limit", std::to_string(request.file_size_limit));
  for (const LargeFile& one : large) {
    key.field("too large", one.file);
    task.inputs.push_back(content_of(joined(request.source_dir, one.file), task.file.empty() ? Origin::tree : Origin::itself));
  }
  task.too_large = std::move(large);
  task.key = key.digest();
}

// A part of the tree is not enough for a tool that looks at all of it.
bool is_for_tree(const Request& request, const std::vector<std::string>& files) {
  return request.selected_files.empty() && !files.empty();
}

Task tree_task(const Request& request, const PreparedTool& tool, const std::vector<std::string>& files,
               const std::unordered_map<std::string, Footprint>& footprints, StatCache& disk) {
  Task task{"", tool.adapter->name, {}, {}, {}, files};
  Hasher hasher;
  hasher.field("base", tool.base);
  if (auto large = large_files(request, files, disk); !large.empty()) {
    refuse(request, std::move(large), hasher, task);
    return task;
  }
  bool is_known = true;
  for (const std::string& file : files) is_known = add_file(request, tool, file, footprints, hasher, task) && is_known;
  if (is_known) task.key = hasher.digest();
  return task;
}

Task file_task(const Request& request, const PreparedTool& tool, const std::string& file,
               const std::unordered_map<std::string, Footprint>& footprints, StatCache& disk) {
  Task task{file, tool.adapter->name, {}, {}, {}, {}};
  Hasher hasher;
  hasher.field("base", tool.base);
  if (auto large = large_files(request, {file}, disk); !large.empty()) {
    refuse(request, std::move(large), hasher, task);
    return task;
  }
  if (add_file(request, tool, file, footprints, hasher, task)) task.key = hasher.digest();
  return task;
}

}  // namespace

size_t count_tasks(const Request& request, const std::vector<std::string>& files, const std::vector<PreparedTool>& tools) {
  size_t count = 0;
  for (const PreparedTool& tool : tools)
    count += tool.adapter->unit == Unit::file ? files.size() : is_for_tree(request, files) ? 1 : 0;
  return count;
}

std::vector<Task> plan_tasks(const Request& request, const std::vector<std::string>& files,
                             const std::vector<PreparedTool>& tools,
                             const std::unordered_map<std::string, Footprint>& footprints, StatCache& disk) {
  std::vector<Task> tasks;
  tasks.reserve(files.size() * tools.size());
  for (const PreparedTool& tool : tools)
    if (tool.adapter->unit == Unit::tree && is_for_tree(request, files))
      tasks.push_back(tree_task(request, tool, files, footprints, disk));
  for (const std::string& file : files)
    for (const PreparedTool& tool : tools)
      if (tool.adapter->unit == Unit::file) tasks.push_back(file_task(request, tool, file, footprints, disk));
  // Their states are taken before any tool runs.
  for (const Task& task : tasks)
    for (const TracedInput& one : task.inputs) disk.state(one.input);
  return tasks;
}

}  // namespace lintcache
