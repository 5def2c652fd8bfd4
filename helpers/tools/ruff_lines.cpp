// SPDX-License-Identifier: MIT
// Objects of JSON, and where ruff looks for its configuration.
#include "tools/ruff_lines.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/text.h"

namespace lintcache {
namespace {

using Json = nlohmann::json;

// Files of the subject by the names that ruff may give them: full paths, in UTF-8. It takes the tree from its working
// directory, which has no links in it.
std::map<std::string, std::string> names_of(const Subject& subject) {
  std::error_code ignored;
  const std::string real = std::filesystem::weakly_canonical(subject.source_dir, ignored).string();
  std::map<std::string, std::string> names;
  const auto add = [&](const std::string& file) {
    for (const std::string& top : {subject.source_dir, real}) names[joined(top, file)] = file;
  };
  if (!subject.file.empty()) add(subject.file);
  for (const std::string& file : subject.files) add(file);
  return names;
}

std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

unsigned number_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? std::max(1u, found->get<unsigned>()) : 1;
}

}  // namespace

std::optional<std::vector<RuffLine>> ruff_lines(std::string_view out, const Subject& subject) {
  const auto names = names_of(subject);
  std::vector<RuffLine> lines;
  for (const std::string& text : split(out, '\n')) {
    if (text.empty()) continue;
    const Json object = Json::parse(text, nullptr, false);
    if (!object.is_object() || !object.contains("code") || !object.contains("message")) return {};
    RuffLine line{text, "", text_in(object, "code"), text_in(object, "message")};
    const std::string name = text_in(object, "filename");
    if (const auto known = names.find(name); known != names.end()) {
      line.file = known->second;
    } else if (!subject.file.empty() && !is_utf8(subject.file)) {
      line.file = subject.file;  // its name cannot be told in JSON
    }
    if (const auto place = object.find("location"); place != object.end() && place->is_object()) {
      line.line = number_in(*place, "row");
      line.column = number_in(*place, "column");
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

Adapter ruff_base(const std::string& name) {
  Adapter adapter;
  adapter.name = name;
  adapter.distribution = "ruff";
  adapter.environment = {"XDG_CONFIG_HOME"};
  adapter.config.upwards = adapter.config.beside = {".ruff.toml", "ruff.toml", "pyproject.toml"};
  for (const char* file : {".ruff.toml", "ruff.toml", "pyproject.toml"})
    adapter.config.in_home.push_back(std::string(".config/ruff/") + file);
  adapter.config.extends = "extend";
  // We run as many processes as there is room for.
  adapter.own_environment = {"RAYON_NUM_THREADS=1", "RUFF_NO_CACHE=true"};
  adapter.batch = 128;
  return adapter;
}

}  // namespace lintcache
