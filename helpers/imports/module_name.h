// SPDX-License-Identifier: MIT
// Under which name, and from which directory, a file of the tree is imported.
#pragma once

#include <string>
#include <vector>

#include "digest/stat_cache.h"
#include "model/import_report.h"
#include "model/input.h"

namespace lintcache {

struct ModuleName {
  ImportRequest request;
  std::vector<Input> inputs;  // what decided: the presence and absence of `__init__.py` on the way up
};

// `file` is absolute. The import root is the first directory upwards that is no package.
ModuleName name_module(const std::string& file, StatCache& disk);

}  // namespace lintcache
