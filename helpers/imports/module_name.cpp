// SPDX-License-Identifier: MIT
// From a path to a module name.
#include "imports/module_name.h"

#include <algorithm>
#include <optional>

#include "base/path.h"
#include "base/text.h"
#include "imports/scanner.h"
#include "imports/source_text.h"

namespace lintcache {
namespace {

constexpr std::string_view k_init = "__init__.py";
constexpr std::string_view k_main = "__main__";

// Where a file stands among packages.
struct Standing {
  std::string root;                   // what holds the outermost package, or the file
  std::vector<std::string> packages;  // outermost first
};

// Whether import_module can be told of a package by this name.
bool can_name_package(std::string_view name) {
  return !name.empty() && name.find('.') == std::string_view::npos && name != k_main;
}

// Whether an import statement could say it; letters beyond ASCII are taken on trust.
bool is_identifier(std::string_view name) {
  const auto is_letter = [](unsigned char byte) { return byte >= 0x80 || byte == '_' || isalpha(byte); };
  return !name.empty() && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](unsigned char byte) { return is_letter(byte) || isdigit(byte); });
}

std::string without_dots(std::string name) {
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

bool is_there(const Input& input, StatCache& disk, std::vector<Input>& inputs) {
  inputs.push_back(input);
  return !disk.state(input).is_absent();
}

// Goes up as long as there are packages. `linter_root` is where that ends; no name leads further in than to
// the root.
Standing stand(const std::string& file, StatCache& disk, std::vector<Input>& inputs, std::string& linter_root) {
  Standing standing;
  bool nameable = true;
  std::string directory = parent_of(file);
  for (; is_there({InputKind::content, joined(directory, k_init), {}}, disk, inputs) && directory != "/";
       directory = parent_of(directory)) {
    const std::string name(file_name(directory));
    if (nameable && !can_name_package(name)) {
      nameable = false;
      standing.root = directory;
    }
    if (nameable) standing.packages.insert(standing.packages.begin(), name);
  }
  linter_root = directory;
  if (nameable) standing.root = directory;
  return standing;
}

// The entry of the import path that is nearest above `directory`; empty where there is none, or where
// `directory` is an entry itself.
std::string nearest_above(const std::string& directory, const std::vector<std::string>& import_path) {
  std::string nearest;
  for (const std::string& entry : import_path) {
    if (entry == directory) return {};
    if (entry.starts_with('/') && is_below(directory, entry) && entry.size() > nearest.size()) nearest = entry;
  }
  return nearest;
}

std::vector<ImportStatement> imports_of(const std::string& file, StatCache& disk) {
  const auto read = disk.disk().read(file);
  std::string room;
  return read && *read ? scan_imports(as_utf8((*read)->bytes, room)) : std::vector<ImportStatement>();
}

// Whether directories between the import path and the root are packages as well.
class NamespaceQuestion {
 public:
  NamespaceQuestion(const std::string& file, const Standing& standing, const std::vector<std::string>& import_path,
                    StatCache& disk, std::vector<Input>& inputs)
      : file_(file), standing_(standing), import_path_(import_path), disk_(disk), inputs_(inputs) {}

  // Where the answer is yes.
  std::optional<Standing> answer() {
    const std::string top = nearest_above(standing_.root, import_path_);
    if (top.empty()) return {};
    std::vector<std::string> packages = split(relative_to(standing_.root, top), '/');
    if (!std::all_of(packages.begin(), packages.end(), is_identifier)) return {};
    inputs_.push_back({InputKind::content, file_, {}});
    if (!claimed(packages[0]) || is_found(packages[0], top)) return {};
    packages.insert(packages.end(), standing_.packages.begin(), standing_.packages.end());
    return Standing{top, std::move(packages)};
  }

 private:
  // What the file and the `__init__` of each package it lies in, all of which an import runs, say of their
  // place. Nothing said means yes for a package, which no script can be.
  bool claimed(const std::string& space) {
    const auto& packages = standing_.packages;
    bool denied = packages.empty();
    std::string directory = standing_.root;
    for (size_t depth = 0; depth <= packages.size(); ++depth) {
      const bool is_last = depth == packages.size();
      if (!is_last) directory = joined(directory, packages[depth]);
      const size_t levels = is_last ? depth : depth + 1;
      for (const ImportStatement& statement : imports_of(is_last ? file_ : joined(directory, k_init), disk_)) {
        if (statement.level > levels) return true;
        if (packages.empty() || statement.level > 0) continue;
        const std::string first = statement.module.substr(0, statement.module.find('.'));
        if (first == space) return true;
        denied = denied || (is_in(standing_.root, first) && !is_found(first, {}));
      }
    }
    return !denied;
  }

  bool is_in(const std::string& directory, const std::string& name) {
    return is_there({InputKind::content, joined(directory, name + ".py"), {}}, disk_, inputs_) ||
           is_there({InputKind::content, joined(joined(directory, name), k_init), {}}, disk_, inputs_);
  }

  // A module or a regular package anywhere on the path goes before all namespace packages. In `but_for` a
  // package does not count.
  bool is_found(const std::string& name, const std::string& but_for) {
    return std::any_of(import_path_.begin(), import_path_.end(), [&](const std::string& entry) {
      if (entry == but_for) return is_there({InputKind::content, joined(entry, name + ".py"), {}}, disk_, inputs_);
      return entry.starts_with('/') && is_in(entry, name);
    });
  }

  const std::string& file_;
  const Standing& standing_;
  const std::vector<std::string>& import_path_;
  StatCache& disk_;
  std::vector<Input>& inputs_;
};

}  // namespace

ModuleName name_module(const std::string& file, StatCache& disk, const std::vector<std::string>& import_path) {
  ModuleName module;
  module.request.path = file;
  std::string linter_root;
  Standing standing = stand(file, disk, module.inputs, linter_root);
  const bool in_package = !standing.packages.empty();
  if (auto better = NamespaceQuestion(file, standing, import_path, disk, module.inputs).answer())
    standing = std::move(*better);

  const std::string name(file_name(file));
  const bool is_stub = name.ends_with(".pyi");
  const bool is_source = name.size() > 3 && name.ends_with(".py");
  std::string stem = name.substr(0, name.size() - (is_stub ? 4 : is_source ? 3 : 0));
  bool by_path = !is_source || stem.find('.') != std::string::npos;
  std::vector<std::string> names = standing.packages;
  if (name == k_init && names.empty()) {
    // No name leads to this package, but loaded by its path it is one.
    by_path = true;
    stem = file_name(standing.root);
    if (stem.empty()) stem = "__init__";
  }
  if (name != k_init || names.empty()) names.push_back(without_dots(stem));
  module.request.name = join(names, ".");
  module.request.root = standing.root;
  if (is_stub || names.back() == k_main || (name == "setup.py" && !in_package)) {
    module.request.mode = ImportMode::statements;
  } else if (by_path) {
    module.request.mode = ImportMode::file;
  }
  module.search_first = {linter_root};
  if (standing.root != linter_root) module.search_first.push_back(standing.root);
  return module;
}

}  // namespace lintcache
