// SPDX-License-Identifier: MIT
// The verbs `lint` and `discover`, and what they print.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Each returns the exit status.
int lint_command(const Request& request, const std::vector<std::string>& environment);
int discover_command(const Options& options);

}  // namespace lintcache
