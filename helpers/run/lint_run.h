// SPDX-License-Identifier: MIT
// The line: from a request to findings.
#pragma once

#include <string>
#include <vector>

#include "base/stop.h"
#include "model/request.h"
#include "model/summary.h"
#include "run/open_tree.h"

namespace lintcache {

struct LintResult {
  Summary summary;
  std::vector<std::string> diagnostics;     // one line each, sorted
  std::vector<FailedImport> failed_imports;  // sorted by file
};

// Lints a tree. An error means that there is nothing to report; what was learnt until then is kept.
Result<LintResult> lint_run(const Request& request, const std::vector<std::string>& outer_environment,
                            const Stop& stop, const Voice& voice);

// The files that `lint_run` would look at, relative to the source tree, with the disk's counters.
struct Discovery {
  std::vector<std::string> files;
  size_t directories_listed = 0;
};
Result<Discovery> discover_run(const Request& request, const Stop& stop, const Voice& voice);

}  // namespace lintcache
