// SPDX-License-Identifier: MIT
// The verb `discover`, and what it prints.
#pragma once

#include "cli/options.h"

namespace lintcache {

// Returns the exit status.
int discover_command(const Options& options);

}  // namespace lintcache
