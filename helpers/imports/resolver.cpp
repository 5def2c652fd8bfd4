// SPDX-License-Identifier: MIT
// The rules of import, read off listings.
//
//   name without dots     in each directory of the search path, in order
//   a.b                   in the directories of the package a
//   leaf/__init__.py      a package; ends the search
//   leaf.<suffix>, .py    a module; ends the search; a directory `leaf` without `__init__` is passed over
//   leaf/                 part of a namespace package, if nothing ends the search
//   leaf.pyc              only where there is nothing else
//   leaf.pyi              followed beside the module; alone it is found, but the search goes on
//   <top>-stubs/          its .pyi files are followed besides, wherever it lies on the search path
//   py.typed              looked for in every package without dots
//   from . import x       against the package of the importer; above the top nothing is found
//   from m import n       n is looked for as a submodule where m is a package
//   builtins              found, and looked for nowhere
#include "imports/resolver.h"

#include <algorithm>

#include "base/path.h"

namespace lintcache {
namespace {

const std::string k_init = "__init__";
const std::string k_typed = "py.typed";

}  // namespace

void drop_repeats(Resolution& resolution) {
  std::unordered_set<Input> inputs;
  std::erase_if(resolution.inputs, [&](const Input& one) { return !inputs.insert(one).second; });
  std::unordered_set<std::string> files;
  std::erase_if(resolution.files, [&](const ModuleFile& one) {
    return !files.insert(one.path + '\0' + one.name).second;
  });
}

// The entries of a directory that bear on a leaf: itself and `leaf.*`.
struct Resolver::Names {
  std::string directory;
  std::string leaf;
  std::vector<std::string> files;  // those that may be files
  bool is_directory = false;       // the leaf itself is one

  [[nodiscard]] bool has(const std::string& suffix) const {
    return std::find(files.begin(), files.end(), leaf + suffix) != files.end();
  }
};

Resolver::Resolver(StatCache& disk, SearchPath path) : disk_(disk), path_(std::move(path)) {
  for (const std::string& entry : path_.directories) {
    const auto status = disk_.disk().status(entry);
    if (status && *status && (*status)->type == FileType::regular) archives_.push_back(entry);
  }
}

Resolver::Names Resolver::names_of(const std::string& directory, const std::string& leaf) {
  Names names{directory, leaf, {}, false};
  const auto listed = disk_.entries(directory);
  if (!listed || *listed == nullptr) return names;
  const std::vector<DirectoryEntry>& entries = **listed;
  auto entry = std::lower_bound(entries.begin(), entries.end(), leaf,
                                [](const auto& a, const auto& b) { return a.name < b; });
  for (; entry != entries.end() && entry->name.starts_with(leaf); ++entry) {
    if (entry->name.size() > leaf.size()) {
      if (entry->name[leaf.size()] == '.' && entry->type != FileType::directory)
        names.files.push_back(entry->name);
    } else if (entry->type == FileType::directory) {
      names.is_directory = true;
    } else if (entry->type != FileType::regular) {
      const auto below = disk_.entries(joined(directory, leaf));  // a link to a directory?
      names.is_directory = below && *below != nullptr;
    }
  }
  return names;
}

bool Resolver::add_file(Place& place, const Names& names, const std::string& suffix, bool is_package) {
  if (!names.has(suffix)) return false;
  const std::string path = joined(names.directory, names.leaf + suffix);
  place.inputs.push_back({InputKind::content, path, {}});
  if (suffix == ".py" || suffix == ".pyi") place.files.push_back({path, place.name, is_package});
  place.found = true;
  return true;
}

// Every file that some reader of `leaf` would take: Python an extension before the .py, a type checker
// the .pyi. True where Python finds a module.
bool Resolver::add_module(Place& place, const std::string& directory, const std::string& leaf,
                          bool is_package) {
  const Names names = names_of(directory, leaf);
  const auto& suffixes = path_.extension_suffixes;
  const auto extension = std::find_if(suffixes.begin(), suffixes.end(),
                                      [&](const std::string& suffix) { return names.has(suffix); });
  bool is_module = extension != suffixes.end() && add_file(place, names, *extension, is_package);
  is_module = add_file(place, names, ".py", is_package) || is_module;
  is_module = is_module || add_file(place, names, ".pyc", is_package);
  add_file(place, names, ".pyi", is_package);
  return is_module;
}

void Resolver::search(Place& place, const std::vector<std::string>& directories,
                      const std::string& leaf) {
  for (const std::string& directory : directories) {
    if (std::find(archives_.begin(), archives_.end(), directory) != archives_.end()) {
      place.inputs.push_back({InputKind::content, directory, {}});
      continue;
    }
    place.inputs.push_back({InputKind::lookup, directory, leaf});
    const bool is_directory = names_of(directory, leaf).is_directory;
    const std::string below = joined(directory, leaf);
    if (is_directory) {
      place.inputs.push_back({InputKind::lookup, below, k_init});
      if (add_module(place, below, k_init, true)) {
        place.is_package = true;
        place.directories = {below};
        return;
      }
    }
    if (add_module(place, directory, leaf, false)) {
      place.is_package = false;
      place.directories.clear();
      return;
    }
    if (is_directory) {
      place.is_package = place.found = true;
      place.directories.push_back(below);
    }
  }
}

void Resolver::mark_typed(Place& place, const std::string& directory) {
  place.inputs.push_back({InputKind::lookup, directory, k_typed});
  const Names names = names_of(directory, "py");
  if (names.has(".typed"))
    place.inputs.push_back({InputKind::content, joined(directory, k_typed), {}});
}

// The stub of `leaf` in a directory of a stub package: `leaf.pyi` or `leaf/__init__.pyi`.
void Resolver::search_stubs(Place& place, const std::string& directory, const std::string& leaf) {
  place.inputs.push_back({InputKind::lookup, directory, leaf});
  const Names names = names_of(directory, leaf);
  add_file(place, names, ".pyi", false);
  if (!names.is_directory) return;
  const std::string below = joined(directory, leaf);
  place.inputs.push_back({InputKind::lookup, below, k_init});
  add_file(place, names_of(below, k_init), ".pyi", true);
  place.stub_directory = below;
  place.is_package = place.found = true;
}

void Resolver::search_stub_packages(Place& place) {
  const std::string leaf = place.name + "-stubs";
  for (const std::string& directory : path_.directories) {
    if (std::find(archives_.begin(), archives_.end(), directory) != archives_.end()) continue;
    if (!names_of(directory, leaf).is_directory) {
      place.inputs.push_back({InputKind::lookup, directory, leaf});
      continue;
    }
    search_stubs(place, directory, leaf);
    mark_typed(place, place.stub_directory);
    return;
  }
}

const Place& Resolver::child(const Place* parent, std::string name, std::string_view leaf_name) {
  const auto [entry, is_new] = places_.try_emplace(std::move(name));
  Place& place = entry->second;
  if (!is_new) return place;
  const std::string leaf(leaf_name);
  place.name = entry->first;
  place.parent = parent;
  search(place, parent != nullptr ? parent->directories : path_.directories, leaf);
  if (parent == nullptr) {
    for (const std::string& directory : place.directories) mark_typed(place, directory);
    search_stub_packages(place);
  } else if (!parent->stub_directory.empty()) {
    search_stubs(place, parent->stub_directory, leaf);
  }
  return place;
}

// The place of `name`, or where it ends short of it the last on the way: one that is not found or has
// no submodules. Going no further keeps hostile names of ten thousand dots cheap.
const Place& Resolver::locate(std::string_view name, bool& complete) {
  const Place* place = nullptr;
  for (size_t begin = 0;;) {
    const size_t end = std::min(name.find('.', begin), name.size());
    place = &child(place, std::string(name.substr(0, end)), name.substr(begin, end - begin));
    complete = end == name.size();
    if (complete || !place->is_package || name[end + 1] == '.') return *place;
    begin = end + 1;
  }
}

std::vector<const Place*> Resolver::places(const ModuleFile& importer,
                                           const ImportStatement& statement, bool& found) {
  std::string name = statement.module;
  found = false;
  if (statement.level > 0) {
    std::string package = importer.name;
    for (unsigned up = importer.is_package ? 1 : 0; up < statement.level; ++up) {
      const size_t dot = package.rfind('.');
      if (dot == std::string::npos) return {};
      package.resize(dot);
    }
    name = name.empty() ? package : package + '.' + name;
  } else if (path_.builtins.contains(name.substr(0, name.find('.')))) {
    found = true;
    return {};
  }
  if (name.empty() || name.front() == '.' || name.back() == '.') return {};
  bool complete = false;
  const Place& module = locate(name, complete);
  found = complete && module.found;
  std::vector<const Place*> all = {&module};
  if (!found || !module.is_package) return all;
  for (const std::string& leaf : statement.names)
    if (leaf != "*") all.push_back(&child(&module, name + '.' + leaf, leaf));
  return all;
}

Resolution Resolver::resolve(const ModuleFile& importer, const ImportStatement& statement) {
  Resolution resolution;
  for (const Place* place : places(importer, statement, resolution.found)) {
    std::vector<const Place*> chain;
    for (; place != nullptr; place = place->parent) chain.push_back(place);
    for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
      const Place& step = **link;
      resolution.inputs.insert(resolution.inputs.end(), step.inputs.begin(), step.inputs.end());
      resolution.files.insert(resolution.files.end(), step.files.begin(), step.files.end());
    }
  }
  drop_repeats(resolution);
  return resolution;
}

}  // namespace lintcache
