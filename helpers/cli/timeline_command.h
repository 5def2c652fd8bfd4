// SPDX-License-Identifier: MIT
// The verb `timeline`: the last run as a picture, or for programs that draw one.
#pragma once

#include "cli/options.h"

namespace lintcache {

// Returns the exit status.
int timeline_command(const Options& options);

}  // namespace lintcache
