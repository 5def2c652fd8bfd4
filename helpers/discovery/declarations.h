// SPDX-License-Identifier: MIT
// What manifest.json and lintcache.json declare beside settings: tools of the project's own, and what single files
// depend on.
//
// "lint_tools": {"<name>": {"command": [..], "scope": "self" | "self+fs" | "closure" | "tree" | "trace", "config": [files],
//   "environment": ["VAR=VALUE"], "findings_exit": [1..255], "pattern": "..", "always": false, "after": [tools]}},
//   all but `command` optional; see model/tool_declaration.h
// "file_inputs": {"<file of the tree>": [files]}
//
// Files are relative to the JSON file, but for the keys of file_inputs, which are relative to the tree.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

bool is_declaration(std::string_view key);

// Adds to `request`, whose source_dir is known, what the object that stands in `file` declares. Of tools with the
// same name the one that is there already stays.
Result<void> take_declarations(const nlohmann::json& object, const std::string& file, Request& request);

// The value of such a key that is read back as the same declarations.
nlohmann::ordered_json declarations(std::string_view key, const Request& request);

}  // namespace lintcache
