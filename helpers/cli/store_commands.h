// SPDX-License-Identifier: MIT
// `lintcache stats`, `gc`, `clean`, `export` and `import`: the results that trees share, and the state of a tree.
#pragma once

#include "cli/options.h"

namespace lintcache {

// Each gives the exit status. Without a tree they are about the shared results alone.
int stats_command(const Options& options);
int gc_command(const Options& options);
int clean_command(const Options& options);
int export_command(const Options& options);
int import_command(const Options& options);

}  // namespace lintcache
