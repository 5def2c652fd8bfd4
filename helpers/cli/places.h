// SPDX-License-Identifier: MIT
// Where things are on this machine: what trees share, interpreters, our own programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

// $LINTCACHE_DIR, else lintcache in the user's cache directory (XDG Base Directory Specification).
Result<std::string> shared_directory(const std::vector<std::string>& environment);

// A number of bytes, or one with K, M, G or T behind it; an error names `what` gave the text.
Result<int64_t> size_from(const std::string& text, const std::string& what);

// Says in the request where trees find each other's results (nowhere without a place for it), and how much room they
// may take: LINTCACHE_MAX_SIZE, a number of bytes, or one with K, M, G or T behind it; 0 shares nothing.
Result<void> find_shared_results(Request& request, const std::vector<std::string>& environment);

// Makes the interpreter absolute: a path stays, a bare name is looked for in PATH, as a shell does.
Result<void> find_python(Request& request, const std::vector<std::string>& environment);

// The interpreter, and the worker beside this program where none is named.
Result<void> find_programs(Request& request, const std::vector<std::string>& environment);

}  // namespace lintcache
