// SPDX-License-Identifier: MIT
// Comparing questions with inputs.
#include "run/key_cover.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "digest/input_facts.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

bool is_at(const std::string& path, std::string_view top) {
  return path.starts_with(top) && (path.size() == top.size() || top.ends_with('/') || path[top.size()] == '/');
}

bool is_in(const std::string& path, std::string_view top) { return !top.empty() && is_at(path, top); }

bool is_shared_library(std::string_view name) { return name.ends_with(".so") || name.find(".so.") != std::string_view::npos; }

// What the C library and the dynamic linker read for themselves in each program.
std::string asked_by_c_library(const std::string& path) {
  constexpr std::array<std::string_view, 6> k_locale = {"/usr/lib/locale", "/usr/share/locale", "/usr/share/zoneinfo", "/etc/localtime",
                                                        "/usr/share/i18n", "/etc/locale.alias"};
  constexpr std::array<std::string_view, 5> k_linker = {"/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/ld.so.nohwcap", "/etc/ld.so.conf",
                                                        "/etc/ld.so.conf.d"};
  constexpr std::array<std::string_view, 2> k_security = {"/selinux", "/etc/selinux"};
  constexpr std::array<std::string_view, 3> k_names = {"/etc/passwd", "/etc/group", "/etc/nsswitch.conf"};
  const auto is_one = [&](const auto& places) {
    return std::any_of(places.begin(), places.end(), [&](std::string_view place) { return is_at(path, place); });
  };
  if (is_one(k_linker)) return "what the dynamic linker looks up; the distribution and the C library are part of the key";
  if (is_one(k_locale) || path.find("/gconv/") != std::string::npos || path.ends_with("/gconv"))
    return "languages and times of the system; the variables that choose among them are part of the key";
  if (is_one(k_security)) return "whether the kernel has SELinux";
  return is_one(k_names) ? "names of users" : "";
}

// pkg/__pycache__/code.cpython-311.pyc is pkg/code.py to the cache.
std::string source_of(const std::string& path) {
  const std::string directory = parent_of(path);
  if (file_name(directory) != "__pycache__") return {};
  const std::string name(file_name(path));
  return joined(parent_of(directory), name.substr(0, name.find('.')) + ".py");
}

}  // namespace

KeyCover::KeyCover(const Request& request, const PreparedTool& tool, const std::vector<InputState>& recorded)
    : request_(request), tool_(tool) {
  for (const InputState& one : recorded) add(one.input);
  for (const Input& place : tool.config) add(place);
  for (const TracedInput& one : tool.inputs) add(one.input);
}

void KeyCover::add(const Input& input) {
  switch (input.kind) {
    case InputKind::content: contents_.insert(input.path); break;
    case InputKind::listing: listings_.insert(input.path); break;
    case InputKind::lookup: lookups_.insert(input); break;
    case InputKind::fact: facts_.insert(input); break;
  }
  for (std::string above = parent_of(input.path); above_.insert(above).second && above != "/";) above = parent_of(above);
}

// Of the path itself, or because it is told of a directory above it that it is not there.
bool KeyCover::tells_presence(const std::string& path) const {
  std::error_code failed;
  for (std::string at = path; at.size() > 1; at = parent_of(at)) {
    const std::string name(file_name(at));
    const std::string directory = parent_of(at);
    // A look-up is for a name, whatever may follow a dot.
    for (size_t end = name.find('.', 1);; end = name.find('.', end + 1)) {
      if (lookups_.contains({InputKind::lookup, directory, name.substr(0, end)})) return true;
      if (end == std::string::npos) break;
    }
    if (contents_.contains(at) || listings_.contains(directory)) return true;
    // What is there tells nothing of what would be in it.
    if (std::filesystem::exists(directory, failed)) return false;
  }
  return false;
}

bool KeyCover::holds(const Fact& fact) const {
  if (fact.kind >= FactKind::variable) return true;
  if (fact.kind == FactKind::listing) return listings_.contains(fact.path) || facts_.contains(input_of(fact));
  if (contents_.contains(fact.path) || facts_.contains(input_of(fact))) return true;
  if (fact.kind == FactKind::content) return false;
  return above_.contains(fact.path) || tells_presence(fact.path);
}

std::string KeyCover::explained(const Fact& fact) const {
  const std::string& path = fact.path;
  if (std::string by_library = asked_by_c_library(path); !by_library.empty()) return by_library;
  if (const std::string source = source_of(path); !source.empty() && (contents_.contains(source) || tells_presence(source)))
    return "byte code of files that count";
  const bool is_of_tree = is_in(path, request_.source_dir);
  const auto& prefixes = tool_.toolchain->prefixes;
  const bool is_of_interpreter = !is_of_tree && std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& top) { return is_in(path, top); });
  const bool runs_python = !tool_.adapter->module.empty();
  if (runs_python && (is_of_interpreter || path == tool_.toolchain->executable))
    return "the interpreter and its packages; their versions are part of the key";
  if (is_shared_library(file_name(path)) && !is_of_tree) return "shared libraries; the distribution and the C library are part of the key";
  if (is_in(path, request_.state_dir)) return "our own state";
  const bool is_question = fact.kind != FactKind::content && fact.kind != FactKind::listing;
  std::error_code failed;
  if (is_question && std::filesystem::is_directory(path, failed)) return "directories of which nothing was read";
  if (is_question && !is_of_tree && parent_of(path) == std::filesystem::temp_directory_path(failed)) return "names for temporary files";
  if (is_question && fact.kind == FactKind::absent && !is_of_tree) {
    const std::string paths = value_of(tool_.environment.variables, "PATH");
    if ((":" + paths + ":").find(":" + parent_of(path) + ":") != std::string::npos) return "programs that PATH does not have";
  }
  return {};
}

}  // namespace lintcache
