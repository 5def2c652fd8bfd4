// SPDX-License-Identifier: MIT
// Keys in TOML files, found without a parser: what only looks like one costs an input, what is not plain is in doubt.
#include "plan/further_inputs.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/disk.h"
#include "base/path.h"
#include "base/text.h"
#include "digest/input_facts.h"
#include "imports/scanner.h"
#include "plan/config_places.h"
#include "tools/environment.h"

namespace lintcache {
namespace {

std::optional<std::string> bytes_of(const std::string& path) {
  const auto read = real_disk().read(path);
  if (!read || !*read) return {};
  return (*read)->bytes;
}

bool is_part_of_key(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '-';
}

// What follows each `key =`, quoted or not, in the text.
std::vector<std::string_view> values_of(std::string_view text, const std::string& key) {
  std::vector<std::string_view> values;
  for (size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    if (at > 0 && is_part_of_key(text[at - 1])) continue;
    std::string_view rest = text.substr(at + key.size());
    if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.starts_with('=')) values.push_back(trim(rest.substr(1)));
  }
  return values;
}

// Takes a string off the front. Nothing where there is none, or where it has escapes or several lines.
std::optional<std::string> take_string(std::string_view& text) {
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return {};
  const size_t end = text.find(text[0], 1);
  if (end == std::string_view::npos) return {};
  std::string value(text.substr(1, end - 1));
  if (value.empty() || value.find_first_of("\n\\") != std::string::npos) return {};
  text.remove_prefix(end + 1);
  return value;
}

// A list of strings, with line breaks and comments between them.
std::optional<std::vector<std::string>> list_in(std::string_view text) {
  std::vector<std::string> values;
  if (!text.starts_with('[')) return {};
  text.remove_prefix(1);
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n,"), text.size()));
    if (text.starts_with(']')) return values;
    if (text.starts_with('#')) {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
      continue;
    }
    auto value = take_string(text);
    if (!value) return {};
    values.push_back(*std::move(value));
  }
}

class Finder {
 public:
  Finder(const Request& request, const PreparedTool& tool, const std::string& file, FoundBefore& before)
      : request_(request), tool_(tool), config_(tool.adapter->config), path_(joined(request.source_dir, file)), before_(before) {}

  FurtherInputs find() {
    if (tool_.adapter->asks_mode) {
      const Input input = input_of({FactKind::access, path_, std::string(k_by_anybody), "", false});
      add(input.kind, input.path, input.detail, Origin::observed);
    }
    if (config_.extends.empty() && config_.roots.empty()) return std::move(found_);
    for (const Input& place : tool_.config) read_config(place.path, false);
    std::string directory = parent_of(path_);
    for (;; directory = parent_of(directory)) {
      for (const Input& place : config_places_in(directory, request_, *tool_.adapter)) read_config(place.path, false);
      if (!is_below(directory, request_.source_dir)) break;
    }
    if (!config_.roots.empty()) {
      add_root(request_.source_dir);
      add_packages();
      add_modules();
    }
    return std::move(found_);
  }

 private:
  void add(InputKind kind, const std::string& path, const std::string& detail, Origin origin) {
    if (known_.emplace(path, detail).second) found_.inputs.push_back({{kind, path, detail}, origin});
  }

  void add_root(const std::string& directory) {
    roots_.insert(directory);
    roots_.insert(joined(directory, "src"));
  }

  void read_config(const std::string& path, bool is_extended) {
    if (is_extended) add(InputKind::content, path, {}, Origin::config);
    if (!read_.insert(path).second) return;
    const auto [known, is_new] = before_.texts.try_emplace(path);
    if (is_new) known->second = bytes_of(path);
    const auto& text = known->second;
    if (!text) return;
    const std::string directory = parent_of(path);
    if (!config_.roots.empty()) {
      add_root(directory);
      for (const std::string_view value : values_of(*text, config_.roots)) read_roots(value, directory);
    }
    if (!config_.extends.empty())
      for (const std::string_view value : values_of(*text, config_.extends)) follow(value, path);
  }

  // Here and in follow(): a key of another tool may have the same name, and a value of another kind.
  void read_roots(std::string_view value, const std::string& directory) {
    const auto names = list_in(value);
    if (!names) {
      if (value.starts_with('[')) doubt("where its modules lie is not understood");
      return;
    }
    for (const std::string& name : *names) {
      if (name.find_first_of("*?[{$~") != std::string::npos) return doubt("it looks for modules in '" + name + "'");
      for (const std::string& top : {directory, request_.source_dir}) roots_.insert(absolute_path(name, top));
    }
  }

  void follow(std::string_view value, const std::string& path) {
    std::string_view rest = value;
    const auto name = take_string(rest);
    if (!name) {
      if (value.starts_with('"') || value.starts_with('\'')) doubt("what its configuration extends is not understood");
      return;
    }
    const std::string home = value_of(tool_.environment.variables, "HOME");
    const bool is_in_home = name->starts_with("~/") && !home.empty();
    if (name->find('$') != std::string::npos || (name->starts_with('~') && !is_in_home))
      return doubt("its configuration extends '" + *name + "'");
    read_config(is_in_home ? joined(home, name->substr(2)) : absolute_path(*name, parent_of(path)), true);
  }

  void doubt(const std::string& what) {
    if (found_.doubt.empty()) found_.doubt = printable(what);
  }

  // Up to the first directory that is no package, also above the tree.
  void add_packages() {
    for (std::string directory = parent_of(path_);; directory = parent_of(directory)) {
      add(InputKind::lookup, directory, "__init__", Origin::observed);
      const auto [known, is_new] = before_.packages.try_emplace(directory);
      if (is_new) {
        const auto status = real_disk().status(joined(directory, "__init__.py"));
        known->second = status && *status;
      }
      if (directory == "/" || !known->second) break;
    }
  }

  // As far as there are directories: below one that is not there, nothing appears before it does.
  void add_modules() {
    const auto text = bytes_of(path_);
    if (!text) return;
    std::set<std::string> modules;
    for (const ImportStatement& statement : scan_imports(*text))
      if (statement.level == 0 && !statement.module.empty()) modules.insert(statement.module);
    for (const std::string& module : modules)
      for (const std::string& root : roots_) {
        std::string directory = root;
        for (const std::string& name : split(module, '.')) {
          add(InputKind::lookup, directory, name, Origin::observed);
          directory = joined(directory, name);
          const auto [known, is_new] = before_.directories.try_emplace(directory);
          if (is_new) {
            const auto status = real_disk().status(directory);
            known->second = status && *status && (*status)->type == FileType::directory;
          }
          if (!known->second) break;
        }
      }
  }

  const Request& request_;
  const PreparedTool& tool_;
  const ConfigPlaces& config_;
  const std::string path_;
  FoundBefore& before_;
  std::set<std::string> read_, roots_;
  std::set<std::pair<std::string, std::string>> known_;
  FurtherInputs found_;
};

}  // namespace

FurtherInputs further_inputs(const Request& request, const PreparedTool& tool, const std::string& file, FoundBefore& before) {
  return Finder(request, tool, file, before).find();
}

}  // namespace lintcache
