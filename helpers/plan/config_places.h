// SPDX-License-Identifier: MIT
// All places where a tool looks for its configuration.
#pragma once

#include <string>
#include <vector>

#include "digest/stat_cache.h"
#include "model/input.h"
#include "model/request.h"
#include "tools/tool_facts.h"

namespace lintcache {

// Whether there is anything or not, as contents of files. `environment` is the tool's own.
std::vector<Input> config_places(const Request& request, const ToolFacts& tool,
                                 const std::vector<std::string>& environment);

// The same for the places `beside` that only files in `directory` (absolute, the tree's top or below it) and below it
// have: those in that very directory that config_places() has not named.
std::vector<Input> config_places_in(const std::string& directory, const Request& request, const ToolFacts& tool);

// The nearest directory of `file` (relative to the tree, as is the answer), up to the tree's top, in which anything
// lies at a place `beside`; empty for the top, whether anything is there or not. Files of one anchor have the same
// configuration, together or alone.
std::string config_anchor(const ToolFacts& tool, const std::string& file, const Request& request, StatCache& disk);

}  // namespace lintcache
