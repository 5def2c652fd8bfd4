// SPDX-License-Identifier: MIT
// The options that `lint` alone has, besides those of the tree.
#pragma once

#include "base/result.h"
#include "cli/options.h"

namespace CLI {
class App;
}

namespace lintcache {

void add_lint_options(CLI::App& lint, Options& options);

// Checks --log, and lets LINTCACHE_LOG say it where it was not given.
Result<void> settle_log(Options& options, const std::vector<std::string>& environment);

}  // namespace lintcache
