// SPDX-License-Identifier: MIT
// `lintcache why`, `lintcache log`, `lintcache verify` for outcomes, `lintcache tools` and `lintcache env`.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Each gives the exit status.
int why_command(const Options& options, const std::vector<std::string>& environment);
int log_command(const Options& options, const std::vector<std::string>& environment);
int verify_outcomes_command(const Options& options, const std::vector<std::string>& environment);
int list_tools_command(const Options& options, const std::vector<std::string>& environment);
int env_command(const Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
