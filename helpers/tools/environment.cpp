// SPDX-License-Identifier: MIT
// Which variables pass.
#include "tools/environment.h"

#include <unistd.h>

#include <map>
#include <set>

#include "base/text.h"

namespace lintcache {
namespace {

// They say where things are on this machine, not what a verdict is: the tool's own program is part of
// its identity, and configuration below HOME is an input by content.
constexpr const char* k_unkeyed[] = {"PATH", "HOME", "USER", "TMPDIR"};

// Read by the interpreter or the dynamic linker, whichever tool runs.
constexpr const char* k_python[] = {"PYTHONPATH", "LD_LIBRARY_PATH"};

std::string python_path(const Request& request, const std::string& given) {
  std::vector<std::string> directories = request.python_path;
  if (request.add_source_tree_to_python_path) directories.push_back(request.source_dir);
  if (!given.empty()) directories.push_back(given);
  return join(directories, ":");
}

}  // namespace

std::vector<std::string> outer_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  return variables;
}

std::string value_of(const std::vector<std::string>& environment, std::string_view variable) {
  for (const std::string& entry : environment)
    if (entry.size() > variable.size() && entry.starts_with(variable) && entry[variable.size()] == '=')
      return entry.substr(variable.size() + 1);
  return {};
}

Environment environment_for(const Request& request, const Adapter* adapter,
                            const std::vector<std::string>& outer) {
  std::map<std::string, std::string> variables;
  std::set<std::string> unkeyed;
  const auto pass = [&](const std::string& name) {
    if (const std::string value = value_of(outer, name); !value.empty()) variables[name] = value;
  };
  for (const char* name : k_unkeyed) {
    pass(name);
    unkeyed.insert(name);
  }
  for (const char* name : k_python) pass(name);
  if (adapter != nullptr)
    for (const std::string& name : adapter->environment) pass(name);
  variables["LANG"] = "C.UTF-8";
  variables["PYTHONDONTWRITEBYTECODE"] = "1";  // nothing of ours in the source tree
  for (const std::string& entry : request.environment) {
    const std::string name = entry.substr(0, entry.find('='));
    variables[name] = entry.substr(name.size() + 1);
    unkeyed.erase(name);
  }
  const std::string path = python_path(request, variables["PYTHONPATH"]);
  variables["PYTHONPATH"] = path;
  if (path.empty()) variables.erase("PYTHONPATH");

  Environment environment;
  for (const auto& [name, value] : variables) {
    environment.variables.push_back(name + "=" + value);
    if (!unkeyed.contains(name)) environment.keyed.push_back(name + "=" + value);
  }
  return environment;
}

}  // namespace lintcache
