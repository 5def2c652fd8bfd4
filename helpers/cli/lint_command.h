// SPDX-License-Identifier: MIT
// The verb `lint`, and what it prints.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Returns the exit status.
int lint_command(const Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
