// SPDX-License-Identifier: MIT
// Reports of observer.py.
#include "tools/observation.h"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/path.h"
#include "base/text.h"
#include "digest/input_facts.h"

namespace lintcache {
namespace {

// Takes fields off the front of a report.
class Fields {
 public:
  explicit Fields(std::string_view report) : rest_(report) {}

  std::optional<std::string> next() {
    if (is_over_) return {};
    const size_t end = rest_.find('\0');
    std::string field(rest_.substr(0, end));
    is_over_ = end == std::string_view::npos;
    if (!is_over_) rest_.remove_prefix(end + 1);
    return field;
  }

 private:
  std::string_view rest_;
  bool is_over_ = false;
};

std::string doubt_of(const std::string& event, const std::string& what) {
  if (event == "socket.connect") return "it talked to another process";
  if (event == "open" || event == "import" || event.find("dir") != std::string::npos)
    return "it could not be watched (" + what + ")";
  return what.empty() ? "it started another program" : "it started another program, " + printable(what);
}

// False where the record is not whole.
bool take_module(const std::string& name, Fields& fields, Observation& observation) {
  const auto file = fields.next();
  if (!file) return false;
  Observation::Module module{name, *file, {}, {}, {}, {}};
  if (!file->empty()) module.file = absolute_path(*file, "/") + (file->ends_with('/') ? "/" : "");
  for (auto asked = fields.next(); asked; asked = fields.next()) {
    if (asked->empty()) {
      observation.graph.push_back(std::move(module));
      return true;
    }
    const std::string other = asked->substr(1);
    switch (asked->front()) {
      case 'd': module.imports.push_back(other); break;
      case 'a': module.packages.push_back(other); break;
      case 's': module.missing.push_back(other); break;
      case 'i': module.indirect.push_back(other); break;
      default: return false;
    }
  }
  return false;
}

// False where the record is not known or not whole.
bool take(const std::string& letter, Fields& fields, Observation& observation) {
  const auto first = fields.next();
  if (!first || letter.size() != 1) return false;
  switch (letter[0]) {
    case 'r': observation.reads.push_back(absolute_path(*first, "/")); return true;
    case 'l': observation.listings.push_back(absolute_path(*first, "/")); return true;
    case 's': observation.questions.push_back(absolute_path(*first, "/")); return true;
    case 'e': observation.permissions.push_back(absolute_path(*first, "/")); return true;
    case 'g': return take_module(*first, fields, observation);
    case 'o': observation.uncertain.push_back(*first); return true;
    case 'h': observation.search_path.push_back(absolute_path(*first, "/")); return true;
    case 'i':
      if (observation.searches.empty()) return false;
      observation.searches.back().names.push_back(*first);
      return true;
    case 'p': {
      auto& path = observation.searches.emplace_back().path;
      for (auto entry = first; entry && !entry->empty(); entry = fields.next()) path.push_back(absolute_path(*entry, "/"));
      return true;
    }
    default: break;
  }
  const auto second = fields.next();
  if (!second) return false;
  switch (letter[0]) {
    case 'm': observation.modules[*first] = absolute_path(*second, "/"); return true;
    case 'x': observation.orders[*first] = *second; return true;
    case 'f': observation.finds.emplace_back(absolute_path(*first, "/"), *second); return true;
    case 'n': observation.portions[*first].push_back(absolute_path(*second, "/")); return true;
    case 'd': observation.doubt = doubt_of(*first, *second); return true;
    default: return false;
  }
}

// "/a/__pycache__/b.cpython-311.opt-1.pyc" is made from "/a/b.py".
std::string source_of(const std::string& path) {
  const std::string directory = parent_of(path);
  if (!path.ends_with(".pyc") || file_name(directory) != "__pycache__") return path;
  std::string name(file_name(path));
  name.resize(name.size() - std::string_view(".pyc").size());
  const auto drop_last_part = [&](std::string_view start) {
    const size_t dot = name.rfind('.');
    if (dot != std::string::npos && name.compare(dot + 1, start.size(), start) == 0) name.resize(dot);
  };
  drop_last_part("opt-");
  drop_last_part("cpython-");
  return joined(parent_of(directory), name + ".py");
}

bool is_of_the_system(const std::string& path) {
  for (const char* top : {"/proc", "/dev", "/sys"})
    if (path == top || is_below(path, top)) return true;
  return false;
}

// Tools that look for plugins ask every distribution. Which ones have some is part of who the tool is.
bool tells_plugins(const std::string& path) {
  const std::string directory = parent_of(path);
  return file_name(path) == "entry_points.txt" && (directory.ends_with(".dist-info") || directory.ends_with(".egg-info"));
}

bool is_archive(const std::string& path) {
  for (const char* end : {".zip", ".egg", ".whl", ".pyz"})
    if (path.ends_with(end)) return true;
  return false;
}

// Does it belong to the interpreter and its packages, not to the tree?
bool is_installed(const std::string& path, const Toolchain& toolchain, const Request& request) {
  const std::string& tree = request.source_dir;
  return std::any_of(toolchain.prefixes.begin(), toolchain.prefixes.end(), [&](const std::string& prefix) {
    return is_below(path, prefix) && (!is_below(path, tree) || is_below(prefix, tree));
  });
}

// Puts the inputs together.
class Inputs {
 public:
  Inputs(const Observation& observation, const Toolchain& toolchain, const Request& request,
         const std::vector<Input>& known, bool follows_imports)
      : observation_(observation), request_(request), toolchain_(toolchain), follows_imports_(follows_imports),
        builtins_(toolchain.builtins.begin(), toolchain.builtins.end()) {
    for (const Input& input : known) known_.emplace(input.kind, input.path, input.detail);
  }

  std::vector<TracedInput> take() {
    for (const auto& [name, file] : observation_.modules) add(InputKind::content, file, {}, Origin::tool);
    for (const Observation::Search& search : observation_.searches)
      for (const std::string& name : search.names) add_lookups(search.path, name);
    for (const std::string& file : observation_.reads)
      if (!tells_plugins(file)) add(InputKind::content, source_of(file), {}, origin_of(source_of(file)));
    for (const std::string& directory : observation_.listings)
      add(InputKind::listing, directory, {}, origin_of(directory));
    find_ways();
    const Origin elsewhere = follows_imports_ ? Origin::absent : Origin::observed;
    for (const std::string& path : observation_.questions)
      if (!ways_.contains(path) && !is_read(path))
        add(InputKind::lookup, parent_of(path), name_before_dot(path),
            is_installed(path) && !follows_imports_ ? Origin::tool : elsewhere);
    for (const std::string& path : observation_.permissions) {
      const Input input = input_of({FactKind::access, path, std::to_string(X_OK), "", false});
      add(input.kind, input.path, input.detail, origin_of(path));
    }
    // Most of them are for modules of the tool itself.
    for (const auto& [directory, name] : observation_.finds)
      add(InputKind::lookup, directory, name, is_installed(joined(directory, name)) ? Origin::tool : elsewhere);
    return std::move(inputs_);
  }

 private:
  void add(InputKind kind, const std::string& path, const std::string& detail, Origin origin) {
    if (is_of_the_system(path) || !known_.emplace(kind, path, detail).second) return;
    inputs_.push_back({{kind, path, detail}, origin});
  }

  [[nodiscard]] bool is_installed(const std::string& path) const {
    return lintcache::is_installed(path, toolchain_, request_);
  }

  [[nodiscard]] Origin origin_of(const std::string& path) const {
    if (follows_imports_ && is_module(path)) return Origin::statement;
    return is_installed(path) ? Origin::tool : Origin::observed;
  }

  static bool is_module(const std::string& path) {
    return path.ends_with(".py") || path.ends_with(".pyi") || path.ends_with(".so");
  }

  // That directories on the way to what was read are there goes without saying; and those above the tree have other
  // names in another clone.
  void find_ways() {
    const auto add_ways = [&](const std::string& path) {
      for (std::string way = parent_of(path); ways_.insert(way).second && way != "/"; way = parent_of(way)) {
      }
    };
    for (const auto* paths : {&observation_.reads, &observation_.listings})
      for (const std::string& path : *paths) add_ways(path);
    for (const auto& [name, file] : observation_.modules) add_ways(file);
    for (const std::string& place : {joined(request_.source_dir, "."), joined(request_.binary_dir, ".")}) add_ways(place);
  }

  [[nodiscard]] bool is_read(const std::string& path) const {
    return known_.contains({InputKind::content, path, {}}) || known_.contains({InputKind::listing, path, {}});
  }

  // Of "/a/b.c.py" it is "b"; of "/a/.b" it is ".b".
  static std::string name_before_dot(const std::string& path) {
    const std::string_view name = file_name(path);
    return std::string(name.substr(0, name.find('.', 1)));
  }

  // Is the module that this file holds found in `directory`?
  static bool is_found_in(const std::string& file, const std::string& directory) {
    const std::string parent = parent_of(file);
    return parent == directory || (file_name(file).starts_with("__init__.") && parent_of(parent) == directory);
  }

  // Up to the place where it was found, another one of this name would be found instead.
  void add_lookups(const std::vector<std::string>& path, const std::string& name) {
    const size_t dot = name.rfind('.');
    if (dot != std::string::npos) return add_lookups_of_submodule(name.substr(0, dot), name.substr(dot + 1));
    if (builtins_.contains(name) || name == "__main__") return;
    const auto module = observation_.modules.find(name);
    for (const std::string& directory : path) {
      // One that is none may become one.
      if (is_archive(directory)) {
        add(InputKind::content, directory, {}, Origin::tool);
      } else {
        add(InputKind::lookup, directory, name, Origin::tool);
      }
      if (module != observation_.modules.end() && is_found_in(module->second, directory)) return;
    }
  }

  // Packages that are installed do not get new modules by themselves; those of the tree do.
  void add_lookups_of_submodule(const std::string& package, const std::string& leaf) {
    const auto add_lookup = [&](const std::string& directory, const std::string& name) {
      if (!is_installed(directory)) add(InputKind::lookup, directory, name, Origin::tool);
    };
    if (const auto parent = observation_.modules.find(package); parent != observation_.modules.end())
      add_lookup(parent_of(parent->second), leaf);
    if (const auto parent = observation_.portions.find(package); parent != observation_.portions.end())
      for (const std::string& directory : parent->second) {
        add_lookup(directory, leaf);
        add_lookup(directory, "__init__");
      }
  }

  const Observation& observation_;
  const Request& request_;
  const Toolchain& toolchain_;
  const bool follows_imports_;
  std::set<std::string> ways_;
  std::set<std::string> builtins_;
  std::set<std::tuple<InputKind, std::string, std::string>> known_;
  std::vector<TracedInput> inputs_;
};

}  // namespace

std::optional<Observation> read_observation(std::string_view report) {
  Observation observation;
  Fields fields(report);
  while (const auto letter = fields.next()) {
    if (*letter == "z") return observation;
    if (!take(*letter, fields, observation)) return {};
  }
  return {};
}

bool saw_all(const Observation& observation, const Toolchain& toolchain, const Request& request) {
  return std::none_of(observation.modules.begin(), observation.modules.end(), [&](const auto& module) {
    return module.second.ends_with(".so") && !is_installed(module.second, toolchain, request);
  });
}

std::vector<TracedInput> observed_inputs(const Observation& observation, const Toolchain& toolchain,
                                         const Request& request, const std::vector<Input>& known,
                                         bool follows_imports) {
  return Inputs(observation, toolchain, request, known, follows_imports).take();
}

}  // namespace lintcache
