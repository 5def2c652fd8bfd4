// SPDX-License-Identifier: MIT
// The verbs of `lintcache`, and what they print.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Each returns the exit status.
int lint_command(const Request& request, const std::vector<std::string>& environment);
int discover_command(const Options& options);

// Prints the error on standard error; 2 or 3.
int complain(const Error& error);

}  // namespace lintcache
