// SPDX-License-Identifier: MIT
// A whole run on a tree: from a request to findings and records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "model/request.h"
#include "model/summary.h"
#include "run/open_tree.h"
#include "run/replay.h"
#include "run/verify_outcomes.h"

namespace lintcache {

struct LintResult : Report {
  std::vector<OutcomeDifference> differences;  // found by `verify`
  std::vector<std::string> would_run;          // of a dry run: each task, and why
};

// Lints a tree, and compares a sample of what was remembered with fresh outcomes if `verify` asks for it. An error
// means that there is nothing to report; what was learnt until then is kept.
Result<LintResult> lint_tree(const Request& request, const std::vector<std::string>& outer_environment,
                             const std::optional<Sample>& verify, const Stop& stop, const Voice& voice);

}  // namespace lintcache
