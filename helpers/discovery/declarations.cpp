// SPDX-License-Identifier: MIT
// Declarations from JSON and back.
#include "discovery/declarations.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

using nlohmann::json;

constexpr std::string_view k_tools = "lint_tools";
constexpr std::string_view k_inputs = "file_inputs";
constexpr std::string_view k_keys = "command, scope, config, environment, findings_exit, pattern, always, group, "
                                    "after, before, gives, needs";
constexpr std::string_view k_scopes[] = {"self", "self+fs", "closure", "tree", "trace"};

bool is_string(const json& value) { return value.is_string(); }

bool is_list_of_strings(const json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), is_string);
}

// Generator expressions leave empty strings.
std::vector<std::string> strings_in(const json& list) {
  auto strings = list.get<std::vector<std::string>>();
  std::erase(strings, "");
  return strings;
}

// Letters, digits, `_` and `-`, as the name is part of file names, lists and targets, where two names mean something
// else.
bool is_name(const std::string& name) {
  constexpr std::string_view k_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  return !name.empty() && k_letters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(std::string(k_letters) + "0123456789-") == std::string::npos && name != "tree" &&
         name != "discover" && name != "fix";
}

// Reads one tool; its file and name stand in every error.
class ToolReader {
 public:
  ToolReader(const std::string& name, const std::string& file) { tool_.name = name, tool_.declared_in = file; }

  Result<ToolDeclaration> read(const json& object) {
    if (!is_name(tool_.name))
      return wrong("this cannot be a tool's name",
                   "take letters, digits, '_' and '-', and a letter first; not 'tree', 'discover' or 'fix'");
    if (!object.is_object()) return wrong("not a JSON object");
    for (const auto& [key, value] : object.items()) LINTCACHE_TRY(take(key, value));
    LINTCACHE_TRY(check_command());
    return std::move(tool_);
  }

 private:
  [[nodiscard]] Error wrong(const std::string& what, const std::string& hint = {}) const {
    return asked_wrongly("lint_tools, " + tool_.name + ": " + what, tool_.declared_in, hint);
  }

  [[nodiscard]] Error wrong_type(const std::string& key, const std::string& hint) const {
    return wrong("the value of '" + key + "' has the wrong type", "it takes " + hint);
  }

  Result<void> take(const std::string& key, const json& value) {
    if (key == "command") return take_list(key, value, tool_.command);
    if (key == "after") return take_list(key, value, tool_.after);
    if (key == "before") return take_list(key, value, tool_.before);
    if (key == "gives") return take_list(key, value, tool_.gives);
    if (key == "needs") return take_list(key, value, tool_.needs);
    if (key == "group") return take_group(value);
    if (key == "scope") return take_scope(value);
    if (key == "config") {
      LINTCACHE_TRY(take_list(key, value, tool_.config));
      for (std::string& path : tool_.config) path = absolute_path(path, parent_of(tool_.declared_in));
    } else if (key == "environment") {
      LINTCACHE_TRY(take_list(key, value, tool_.environment));
      for (const std::string& entry : tool_.environment)
        if (entry.find('=') == std::string::npos || entry.front() == '=')
          return wrong("an environment entry is not VAR=VALUE, '" + entry + "'");
    } else if (key == "findings_exit") {
      return take_statuses(value);
    } else if (key == "pattern") {
      if (!value.is_string()) return wrong_type(key, "a regular expression");
      tool_.pattern = value.get<std::string>();
    } else if (key == "always") {
      if (!value.is_boolean()) return wrong_type(key, "true or false");
      tool_.always = value.get<bool>();
    } else {
      return wrong("unknown key '" + key + "'", "known are " + std::string(k_keys));
    }
    return {};
  }

  Result<void> take_list(const std::string& key, const json& value, std::vector<std::string>& into) {
    if (!is_list_of_strings(value)) return wrong_type(key, "a list of strings");
    into = strings_in(value);
    return {};
  }

  Result<void> take_group(const json& value) {
    if (!value.is_string()) return wrong_type("group", "a string");
    tool_.group = value.get<std::string>();
    if (!tool_.group.empty() && !is_name(tool_.group))
      return wrong("'" + tool_.group + "' cannot be a group's name", "it is made as a tool's name is");
    return {};
  }

  Result<void> take_scope(const json& value) {
    if (!value.is_string()) return wrong_type("scope", "a string");
    tool_.scope = value.get<std::string>();
    if (std::find(std::begin(k_scopes), std::end(k_scopes), tool_.scope) == std::end(k_scopes))
      return wrong("unknown scope '" + tool_.scope + "'",
                   "known are " + join({std::begin(k_scopes), std::end(k_scopes)}, ", "));
    return {};
  }

  Result<void> take_statuses(const json& value) {
    tool_.findings_exit.clear();
    if (!value.is_array()) return wrong_type("findings_exit", "a list of exit statuses");
    for (const json& status : value) {
      if (!status.is_number_integer()) return wrong_type("findings_exit", "a list of exit statuses");
      if (status == 0) return wrong("'findings_exit' holds 0, which means that there are none", "leave it out");
      if (status < 1 || status > 255)
        return wrong("'findings_exit' holds " + status.dump() + ", which no exit status can be", "it takes 1 to 255");
      tool_.findings_exit.push_back(status.get<int>());
    }
    return {};
  }

  Result<void> check_command() {
    const std::string hint = "name the program and its arguments: [\"black\", \"--check\", \"{file}\"]";
    if (tool_.command.empty()) return wrong("there is no command", hint);
    const auto names = [](std::string_view place) {
      return [place](const std::string& word) { return word.find(place) != std::string::npos; };
    };
    const auto any = [&](std::string_view place) {
      return std::any_of(tool_.command.begin(), tool_.command.end(), names(place));
    };
    for (const std::string_view place : {"{file}", "{files}", "{list}", "{output}"})
      if (names(place)(tool_.command[0])) return wrong("the command begins with " + std::string(place), hint);
    for (const std::string& word : tool_.command)
      if (names("{files}")(word) && word != "{files}")
        return wrong("{files} stands inside a longer word, '" + word + "'",
                     "it becomes many words: let it stand alone");
    for (const std::string_view all : {"{files}", "{list}"})
      if (any("{file}") && any(all))
        return wrong("the command names both {file} and " + std::string(all),
                     "take {file} to run it for each file, " + std::string(all) + " to run it once for all");
    return {};
  }

  ToolDeclaration tool_;
};

Result<void> take_tools(const json& object, const std::string& file, Request& request) {
  if (!object.is_object()) return asked_wrongly("the value of 'lint_tools' is not a JSON object", file);
  for (const auto& [name, value] : object.items()) {
    LINTCACHE_TRY_ASSIGN(ToolDeclaration tool, ToolReader(name, file).read(value));
    auto& known = request.lint_tools;
    if (std::none_of(known.begin(), known.end(), [&](const ToolDeclaration& one) { return one.name == tool.name; }))
      known.push_back(std::move(tool));
  }
  return {};
}

Result<void> take_inputs(const json& object, const std::string& file, Request& request) {
  if (!object.is_object()) return asked_wrongly("the value of 'file_inputs' is not a JSON object", file);
  for (const auto& [name, value] : object.items()) {
    const std::string path = absolute_path(name, request.source_dir);
    if (name.empty() || !is_below(path, request.source_dir))
      return asked_wrongly("file_inputs: '" + name + "' is no file of the tree", file,
                           "name it relative to " + request.source_dir);
    if (!is_list_of_strings(value))
      return asked_wrongly("file_inputs, " + name + ": the value has the wrong type", file, "it takes a list of files");
    auto& inputs = request.file_inputs[relative_to(path, request.source_dir)];
    for (const std::string& entry : strings_in(value)) {
      const std::string input = absolute_path(entry, parent_of(file));
      if (std::find(inputs.begin(), inputs.end(), input) == inputs.end()) inputs.push_back(input);
    }
  }
  return {};
}

}  // namespace

bool is_declaration(std::string_view key) { return key == k_tools || key == k_inputs; }

Result<void> take_declarations(const json& object, const std::string& file, Request& request) {
  if (const auto tools = object.find(k_tools); tools != object.end()) LINTCACHE_TRY(take_tools(*tools, file, request));
  if (const auto inputs = object.find(k_inputs); inputs != object.end())
    LINTCACHE_TRY(take_inputs(*inputs, file, request));
  return {};
}

nlohmann::ordered_json declarations(std::string_view key, const Request& request) {
  if (key == k_inputs) return request.file_inputs;
  auto tools = nlohmann::ordered_json::object();
  for (const ToolDeclaration& tool : request.lint_tools)
    tools[tool.name] = {{"command", tool.command},         {"scope", tool.scope},
                        {"config", tool.config},           {"environment", tool.environment},
                        {"findings_exit", tool.findings_exit}, {"pattern", tool.pattern},
                        {"always", tool.always},           {"group", tool.group},
                        {"after", tool.after},             {"before", tool.before},
                        {"gives", tool.gives},             {"needs", tool.needs}};
  return tools;
}

}  // namespace lintcache
