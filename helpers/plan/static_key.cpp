// SPDX-License-Identifier: MIT
// Everything that is known of a tool before it looks at a file, spelled out.
#include "plan/static_key.h"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/path.h"
#include "digest/hasher.h"
#include "model/task.h"
#include "tools/identity.h"
#include "tools/tool_command.h"

namespace lintcache {
namespace {

// A change in how keys are made or outcomes are read must miss.
constexpr const char* k_key_version = "5";

// What is not there counts by not being named: clones in other depths have more or fewer places above them. The
// tree's own places are named all the same, for who looks at the key.
void add_config(const PreparedTool& tool, const Request& request, StatCache& disk, KeyParts& parts) {
  const std::string home = value_of(tool.environment.variables, "HOME");
  for (const Input& input : tool.config) {
    const Digest state = disk.state(input);
    const bool is_own = is_below(input.path, request.source_dir);
    if (state.is_absent() && !is_own) continue;
    const auto sections = tool.sections.find(input.path);
    const std::string value = state.is_absent()                ? "absent"
                              : sections == tool.sections.end() ? state.hex()
                                                                : "sections " + digest_of(sections->second).hex();
    parts.push_back({PartKind::config, shared_place(input.path, request, home), value});
  }
}

// What a process has from its parent, and no file tells.
void add_process(KeyParts& parts) {
  parts.push_back({PartKind::platform, "umask", fmt::format("{:03o}", creation_mask())});
  parts.push_back({PartKind::platform, "user", fmt::format("{}:{}", geteuid(), getegid())});
}

// What a project says about its own tool.
void add_declaration(const ToolDeclaration& tool, const Roots& roots, KeyParts& parts) {
  parts.push_back({PartKind::setting, "scope", tool.scope});
  parts.push_back({PartKind::setting, "pattern", tool.pattern});
  std::string statuses;
  for (const int status : tool.findings_exit) statuses += std::to_string(status) + " ";
  parts.push_back({PartKind::setting, "findings_exit", statuses});
  for (const std::string& word : tool.command) parts.push_back({PartKind::argument, "", roots.packed(word)});
}

}  // namespace

std::string shared_place(const std::string& path, const Request& request, const std::string& home) {
  std::string up;
  for (std::string directory = request.source_dir;; directory = parent_of(directory), up += "../") {
    if (up.empty() ? is_below(path, directory) : parent_of(path) == directory) return up + relative_to(path, directory);
    if (directory == "/") break;
  }
  return !home.empty() && is_below(path, home) ? std::string(k_at_home) + relative_to(path, home) : path;
}

KeyParts key_parts(const PreparedTool& tool, const Request& request, const Toolchain& toolchain,
                   const Roots& roots, StatCache& disk) {
  const ToolFacts& adapter = *tool.adapter;
  KeyParts parts = {{PartKind::setting, "key version", k_key_version}, {PartKind::setting, "tool", adapter.name}};
  for (KeyPart& part : identity_of(toolchain, adapter)) {
    part.value = roots.packed(part.value);
    parts.push_back(std::move(part));
  }
  const auto declared = std::find_if(request.lint_tools.begin(), request.lint_tools.end(),
                                     [&](const ToolDeclaration& one) { return one.name == adapter.name; });
  if (declared != request.lint_tools.end()) {
    add_declaration(*declared, roots, parts);
  } else {
    if (is_watched(adapter))
      parts.push_back({PartKind::setting, "bootstrap", digest_of(adapter.bootstrap).hex()});
    for (const std::string& word : tool.adapter.command().arguments({"{file}", {"{files}"}}))
      parts.push_back({PartKind::argument, "", word});
  }
  for (const std::string& variable : tool.environment.keyed) {
    const size_t equals = variable.find('=');
    parts.push_back({PartKind::environment, variable.substr(0, equals), roots.packed(variable.substr(equals + 1))});
  }
  // A tool that hears that there is no more memory may go on without what it wanted, and say less.
  parts.push_back({PartKind::setting, "linter_memory_limit", std::to_string(request.linter_memory_limit)});
  if (adapter.scope == Scope::trace) add_process(parts);
  for (const std::string& path : request.extra_inputs)
    parts.push_back({PartKind::setting, "extra input " + roots.packed(path), {}});
  add_config(tool, request, disk, parts);
  return parts;
}

Digest digest_of_parts(const KeyParts& parts) {
  Hasher hasher;
  for (const KeyPart& part : parts)
    hasher.field("kind", std::to_string(static_cast<int>(part.kind))).field("name", part.name).field("value", part.value);
  return hasher.digest();
}

}  // namespace lintcache
