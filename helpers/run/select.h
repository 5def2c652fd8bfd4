// SPDX-License-Identifier: MIT
// The files of a tree that a command was asked about.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/request.h"

namespace lintcache {

// Those of `files` (sorted) that the request selects, each once and in its order; a directory stands for
// those below it, and no selection for all. An error names what is no file of the tree.
Result<std::vector<std::string>> select_files(const std::vector<std::string>& files, const Request& request);

}  // namespace lintcache
