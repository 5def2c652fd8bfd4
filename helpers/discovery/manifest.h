// SPDX-License-Identifier: MIT
// Requests from JSON: the manifest that configure writes, and lintcache.json at the top of a tree.
#pragma once

#include <set>
#include <string>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

// Keys of `settings()` that were set, so that weaker sources leave them alone.
using SetKeys = std::set<std::string, std::less<>>;

// Reads `<build>/lintcache/<name>/manifest.json`.
Result<Request> read_manifest(const std::string& file, SetKeys& set_keys);

// Refuses values that make no sense by themselves or together. `where` names their source in messages.
Result<void> check_request(const Request& request, const std::string& where);

// The text that `read_manifest` reads back as the same request, with the settings in `set_keys` only: what
// nobody set stays for lintcache.json to say, each time anew. An error where a path or a value is not
// UTF-8, which JSON cannot hold.
Result<std::string> manifest_text(const Request& request, const SetKeys& set_keys);

// Lets `lintcache.json` in the source tree, if there is one, fill in what was not set before.
Result<void> read_tree_settings(Request& request, SetKeys& set_keys);

}  // namespace lintcache
