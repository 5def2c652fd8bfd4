// SPDX-License-Identifier: MIT
// The rules that turn a path into a module name.
//
//   pkg/mod.py, pkg/__init__.py present     pkg.mod, imported from above pkg
//   pkg/__init__.py                         pkg itself
//   tools/run-it.py, no __init__.py         run-it, imported from tools (import_module takes any name)
//   a.b.py, script without .py              loaded by path: a dot in a name would mean a package
//   setup.py outside a package, __main__.py not executed: what it imports is imported in its stead
#include "imports/module_name.h"

#include "base/path.h"

namespace lintcache {
namespace {

constexpr std::string_view k_init = "__init__.py";

}  // namespace

ModuleName name_module(const std::string& file, StatCache& disk) {
  const std::string name(file_name(file));
  const bool has_suffix = name.ends_with(".py") && name.size() > 3;
  const std::string stem = has_suffix ? name.substr(0, name.size() - 3) : name;

  ModuleName module;
  module.request.path = file;
  std::string dotted = name == k_init ? "" : stem;
  std::string directory = parent_of(file);
  bool in_package = false;
  bool has_dot = stem.find('.') != std::string::npos;
  for (;; directory = parent_of(directory)) {
    const Input init{InputKind::content, joined(directory, k_init), {}};
    module.inputs.push_back(init);
    if (disk.state(init).is_absent() || directory == "/") break;
    in_package = true;
    const std::string package_name(file_name(directory));
    has_dot = has_dot || package_name.find('.') != std::string::npos;
    dotted = dotted.empty() ? package_name : package_name + "." + dotted;
  }
  module.request.name = dotted;
  module.request.root = directory;
  if (name == "__main__.py" || (name == "setup.py" && !in_package)) {
    module.request.mode = ImportMode::statements;
  } else if (!has_suffix || has_dot) {
    module.request.mode = ImportMode::file;
  }
  return module;
}

}  // namespace lintcache
