// SPDX-License-Identifier: MIT
// What decides whether an import counts as the project's own, for a linter that judges the order of imports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/stat_cache.h"
#include "model/input.h"

namespace lintcache {

// Where isort, whom pylint asks about the order of imports, looks for what the file imports: in the directory
// that the linter is started in and in `src` below it, whatever the import path is. A module that appears
// there makes its imports first-party.
std::vector<Input> first_party_inputs(std::string_view source, const std::string& directory,
                                      StatCache& disk);

}  // namespace lintcache
