// SPDX-License-Identifier: MIT
// The verb `fix`.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Lets tools repair files, says which on standard output, and lints with those tools what there is then. Returns the
// exit status, which is that of the linting, or 3 where a tool could not do its work.
int fix_command(const Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
