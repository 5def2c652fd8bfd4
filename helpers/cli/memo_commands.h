// SPDX-License-Identifier: MIT
// `lintcache whence`, `inputs`, `outputs`, `graph` and `replay`: looking at commands that `run` remembers.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace lintcache {

// Each gives the exit status.
int whence_command(const Options& options, const std::vector<std::string>& environment);
int inputs_command(const Options& options, const std::vector<std::string>& environment);
int outputs_command(const Options& options, const std::vector<std::string>& environment);
int graph_command(const Options& options, const std::vector<std::string>& environment);
int replay_command(const Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
