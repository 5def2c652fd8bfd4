// SPDX-License-Identifier: MIT
// The verbs about footprints: `lintcache deps` and `lintcache verify`.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Each returns the exit status.
int deps_command(const Options& options, const std::vector<std::string>& environment);
int verify_imports_command(const Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
