// SPDX-License-Identifier: MIT
// From the tree upwards, below HOME, and where variables say.
#include "plan/config_places.h"

#include <algorithm>
#include <filesystem>

#include "base/path.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

// Some tools look no further up than where one of these is.
constexpr const char* k_marks_of_checkout[] = {".git", ".hg"};

bool is_mark_of_checkout(const std::string& name) { return name == ".git" || name == ".hg"; }

}  // namespace

std::vector<Input> config_places(const Request& request, const ToolFacts& tool,
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
  bool is_checkout = false;
  for (std::string directory = request.source_dir;; directory = parent_of(directory)) {
    if (tool.config.stops_at_home && directory != request.source_dir && is_home(directory)) break;
    for (const std::string& name : tool.config.upwards)
      if (!is_checkout || !is_mark_of_checkout(name)) add(joined(directory, name));
    // What lies above the end of the checkout ends nothing more.
    for (const char* mark : k_marks_of_checkout) is_checkout = is_checkout || std::filesystem::exists(joined(directory, mark));
    if (directory == "/") break;
  }
  constexpr std::string_view k_config = ".config/";
  const std::string other_config = value_of(environment, "XDG_CONFIG_HOME");
  for (const std::string& name : tool.config.in_home) {
    if (!home.empty()) add(joined(home, name));
    // Some tools look there instead, others do not know of it.
    if (other_config.starts_with('/') && name.starts_with(k_config)) add(joined(other_config, name.substr(k_config.size())));
  }
  for (const std::string& path : tool.config.absolute) add(path);
  for (const std::string& variable : tool.config.variables)
    if (const std::string path = value_of(environment, variable); !path.empty())
      add(absolute_path(path, request.source_dir));
  return inputs;
}

std::vector<Input> config_places_in(const std::string& directory, const Request& request, const ToolFacts& tool) {
  const auto& upwards = tool.config.upwards;
  std::vector<Input> inputs;
  for (const std::string& name : tool.config.beside)
    if (directory != request.source_dir || std::find(upwards.begin(), upwards.end(), name) == upwards.end())
      inputs.push_back({InputKind::content, joined(directory, name), {}});
  return inputs;
}

std::string config_anchor(const ToolFacts& tool, const std::string& file, const Request& request, StatCache& disk) {
  std::string directory = parent_of(file);
  for (; !directory.empty(); directory = parent_of(directory))
    for (const Input& place : config_places_in(joined(request.source_dir, directory), request, tool))
      if (!disk.state(place).is_absent()) return directory;
  return directory;
}

}  // namespace lintcache
